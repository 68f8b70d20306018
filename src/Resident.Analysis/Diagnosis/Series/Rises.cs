using Resident.Analysis.Trends;
using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells growth that goes on from growth that is over.</summary>
internal static class Rises
{
    /// <summary>Tells whether a series rises until the window's end: in a line, or towards a ceiling that is far away.</summary>
    public static bool ToTheEnd(Trend trend) => trend.SlopePerHour > 0 && trend.Change > 0 && (trend.Shape == TrendShape.Line || IsFarFromItsEnd(trend));

    private static bool IsFarFromItsEnd(Trend trend) =>
        trend is { Shape: TrendShape.Saturating, ChangeAtSeconds: null } && trend.WindowSeconds < TrendThresholds.LongWindowSeconds
        && trend.TimeConstantSeconds > TrendThresholds.SettledShare * trend.WindowSeconds;

    /// <summary>Tells whether what was gained is kept: the lowest value of the window's last third is above the first, and the last value is
    /// near the highest. Bursts lose what they gained.</summary>
    public static bool StaysUp(TimeSeries series, Trend trend, double change)
    {
        if (trend.CycleSeconds is not null || trend.WindowSeconds >= TrendThresholds.LongWindowSeconds)
        {
            // The trend has taken the cycle out, or knows of days: its slope is what counts.
            return true;
        }

        double first = series.MedianBetween(0, 0.15);
        double lowest = double.PositiveInfinity;
        double start = series.Seconds[0] + (0.66 * (series.Seconds[^1] - series.Seconds[0]));
        for (int i = 0; i < series.Count; i++)
        {
            lowest = series.Seconds[i] >= start ? Math.Min(lowest, series.Values[i]) : lowest;
        }

        return lowest >= first + (0.25 * change) && series.Last >= 0.6 * series.Max;
    }

    /// <summary>Gets a low level of a series between two shares of the window: what it does not fall below, a few points aside.</summary>
    public static double Floor(TimeSeries series, double from, double to)
    {
        if (series.Count == 0)
        {
            return 0;
        }

        double start = series.Seconds[0] + (from * (series.Seconds[^1] - series.Seconds[0]));
        double end = series.Seconds[0] + (to * (series.Seconds[^1] - series.Seconds[0]));
        var part = new List<double>();
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Seconds[i] >= start - 1e-9 && series.Seconds[i] <= end + 1e-9)
            {
                part.Add(series.Values[i]);
            }
        }

        if (part.Count == 0)
        {
            return series.Last;
        }

        part.Sort();
        return part[(part.Count - 1) / 5];
    }
}
