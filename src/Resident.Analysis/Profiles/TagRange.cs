using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>A range of numbers with a unit, as in "1kb:8kb", "64b", "1kb:" and ":1kb".</summary>
internal sealed class TagRange
{
    private static readonly Regex Number = new(
        "(?<number>[+-]?[0-9]+)(?<unit>[A-Za-z]+)?", RegexOptions.NonBacktracking | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture);

    private readonly double _least;
    private readonly double _most;
    private readonly string _unit;

    private TagRange(double least, double most, string unit)
    {
        _least = least;
        _most = most;
        _unit = unit;
    }

    /// <summary>Reads a range, or returns null when the text is none.</summary>
    public static TagRange? TryParse(string text)
    {
        var parts = Number.Matches(text);
        if (parts.Count == 0 || !TryScale(parts[0], parts[0].Groups[2].Value, out double first, out string unit))
        {
            return null;
        }

        if (parts.Count == 1)
        {
            string match = parts[0].Value;
            return string.Equals(text, match, StringComparison.Ordinal) ? new TagRange(first, first, unit)
                : string.Equals(text, match + ":", StringComparison.Ordinal) ? new TagRange(first, double.PositiveInfinity, unit)
                : string.Equals(text, ":" + match, StringComparison.Ordinal) ? new TagRange(double.NegativeInfinity, first, unit)
                : null;
        }

        bool isRange = string.Equals(text, $"{parts[0].Value}:{parts[1].Value}", StringComparison.Ordinal);
        return isRange && TryScale(parts[1], unit, out double last, out string lastUnit) && string.Equals(lastUnit, unit, StringComparison.Ordinal)
            ? new TagRange(first, last, unit)
            : null;
    }

    /// <summary>Tells whether a number lies in the range.</summary>
    public bool Contains(long number, string unit)
    {
        var (value, name) = Measurement.Scale(number, unit, _unit);
        return string.Equals(name, _unit, StringComparison.Ordinal) && value >= _least && value <= _most;
    }

    private static bool TryScale(Match part, string unit, out double value, out string name)
    {
        (value, name) = (0, string.Empty);
        if (!long.TryParse(part.Groups[1].ValueSpan, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number))
        {
            return false;
        }

        (value, name) = Measurement.Scale(number, part.Groups[2].Value, unit);
        return true;
    }
}
