using System.Buffers;
using System.Globalization;

namespace Resident.Cli.CommandLine;

/// <summary>Reads durations as people and Go write them: 500ms, 1s, 1.5m, 2h, 3d, 1h30m. A bare number is seconds.</summary>
internal static class DurationText
{
    private static readonly SearchValues<char> Digits = SearchValues.Create("0123456789.");

    private static readonly (string Unit, double Seconds)[] Units =
    [
        ("ms", 0.001), ("s", 1), ("m", 60), ("h", 3_600), ("d", 86_400),
    ];

    /// <summary>Tells whether a text is no time at all: 0, 0s, 0m.</summary>
    public static bool IsZero(string text)
    {
        var rest = text.AsSpan().Trim();
        int digits = rest.IndexOfAnyExcept(Digits);
        var number = digits < 0 ? rest : rest[..digits];
        return double.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value == 0
            && (digits < 0 || TryFindUnit(rest[digits..], out _));
    }

    /// <summary>Reads a duration.</summary>
    /// <param name="text">The text.</param>
    /// <param name="duration">The duration; above zero.</param>
    /// <returns>False where the text is none, or it is zero, or longer than 100 years.</returns>
    public static bool TryParse(string text, out TimeSpan duration)
    {
        duration = default;
        double seconds = 0;
        var rest = text.AsSpan().Trim();
        if (double.TryParse(rest, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double bare))
        {
            return TryMake(bare, out duration);
        }

        while (!rest.IsEmpty)
        {
            int digits = rest.IndexOfAnyExcept(Digits);
            if (digits <= 0
                || !double.TryParse(rest[..digits], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double number))
            {
                return false;
            }

            rest = rest[digits..];
            int letters = rest.IndexOfAny(Digits);
            var unit = letters < 0 ? rest : rest[..letters];
            if (!TryFindUnit(unit, out double scale))
            {
                return false;
            }

            seconds += number * scale;
            rest = rest[unit.Length..];
        }

        return TryMake(seconds, out duration);
    }

    private static bool TryFindUnit(ReadOnlySpan<char> name, out double scale)
    {
        foreach (var (unit, seconds) in Units)
        {
            if (name.Equals(unit, StringComparison.Ordinal))
            {
                scale = seconds;
                return true;
            }
        }

        scale = 0;
        return false;
    }

    private static bool TryMake(double seconds, out TimeSpan duration)
    {
        const double Most = 100 * 365.25 * 86_400;
        bool fits = seconds is > 0 and <= Most;
        duration = fits ? TimeSpan.FromSeconds(seconds) : default;
        return fits && duration > TimeSpan.Zero;
    }
}
