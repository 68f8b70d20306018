using System.Globalization;

namespace Resident.Model.Profiles;

/// <summary>Values in units, as pprof converts and prints them.</summary>
public static class Measurement
{
    private const double AlmostAll = 99.95;
    private const double HardlyMore = 100.05;
    private const double MostExact = 1L << 53;

    /// <summary>Converts a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="fromUnit">The value's unit.</param>
    /// <param name="toUnit">The unit to convert to; "minimum" and "auto" pick the largest that keeps the value above one.</param>
    /// <returns>The converted value, and the name of its unit as reports print it. A unit that cannot be converted keeps the value.</returns>
    public static (double Value, string Unit) Scale(long value, string fromUnit, string toUnit)
    {
        if (value is < 0 and not long.MinValue)
        {
            var (magnitude, name) = Scale(-value, fromUnit, toUnit);
            return (-magnitude, name);
        }

        foreach (var family in MeasurementFamily.All)
        {
            if (family.Find(fromUnit) is { } from)
            {
                double raw = value * from.Factor;
                var unit = (toUnit is "minimum" or "auto" ? family.Fit(raw) : family.Find(toUnit)) ?? family.Default;
                return (raw / unit.Factor, unit.Name);
            }
        }

        return (value, toUnit is "count" or "sample" or "unit" or "minimum" or "auto" ? string.Empty : toUnit);
    }

    /// <summary>Finds the unit of two that is the finer one, when both are of one family.</summary>
    /// <returns>How many of the finer unit one of <paramref name="unit"/> is, or null when the two do not convert.</returns>
    public static double? RatioOf(string unit, string other)
    {
        foreach (var family in MeasurementFamily.All)
        {
            if (family.Find(unit) is { } from && family.Find(other) is { } to)
            {
                return from.Factor / to.Factor;
            }
        }

        return null;
    }

    /// <summary>Writes a value in the unit that suits it best.</summary>
    public static string Label(long value, string unit) => ScaledLabel(value, unit, "auto");

    /// <summary>Writes a value in a unit, with at most two decimals.</summary>
    public static string ScaledLabel(long value, string fromUnit, string toUnit)
    {
        var (scaled, unit) = Scale(value, fromUnit, toUnit);
        if (Math.Abs(scaled) < MostExact && Math.Round(scaled) == scaled)
        {
            // Most values are whole numbers, and those need no digits of a fraction to be worked out.
            long whole = (long)scaled;
            return whole == 0 ? "0" : string.Create(CultureInfo.InvariantCulture, $"{whole}{unit}");
        }

        string digits = scaled.ToString("F2", CultureInfo.InvariantCulture);
        if (digits.EndsWith(".00", StringComparison.Ordinal))
        {
            digits = digits[..^3];
        }

        return digits is "0" or "-0" ? "0" : digits + unit;
    }

    /// <summary>Writes a part of a whole in six characters or a few more, padded on the left. A sign is not shown.</summary>
    public static string Percentage(long value, long total)
    {
        double percent = total == 0 ? 0 : Math.Abs((double)value / total) * 100;
        if (percent is >= AlmostAll and <= HardlyMore)
        {
            return "  100%";
        }

        string digits = percent >= 1
            ? percent.ToString("F2", CultureInfo.InvariantCulture)
            : percent.ToString("G2", CultureInfo.InvariantCulture).Replace('E', 'e');
        return digits.PadLeft(5) + "%";
    }
}
