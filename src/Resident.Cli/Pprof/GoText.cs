using System.Globalization;
using System.Text;

namespace Resident.Cli.Pprof;

/// <summary>Values as Go reads and prints them.</summary>
internal static class GoText
{
    /// <summary>Reads a truth value as pprof's settings do.</summary>
    public static bool? ParseBool(string text) => text.ToLowerInvariant() switch
    {
        "true" or "t" or "yes" or "y" or "1" or "" => true,
        "false" or "f" or "no" or "n" or "0" => false,
        _ => null,
    };

    /// <summary>Reads a truth value as Go's flags do.</summary>
    public static bool? ParseFlagBool(string text) => text switch
    {
        "1" or "t" or "T" or "TRUE" or "true" or "True" => true,
        "0" or "f" or "F" or "FALSE" or "false" or "False" => false,
        _ => null,
    };

    /// <summary>Reads an integer in any of Go's bases, or returns null.</summary>
    public static long? ParseInt(string text)
    {
        bool isNegative = text.StartsWith('-');
        string digits = (isNegative || text.StartsWith('+') ? text[1..] : text).ToLowerInvariant();
        bool isGood = digits switch
        {
            ['0', 'x', .. var rest] => ulong.TryParse(rest, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _),
            _ => ulong.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out _),
        };
        if (!isGood)
        {
            return null;
        }

        ulong value = digits.StartsWith("0x", StringComparison.Ordinal)
            ? ulong.Parse(digits.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture)
            : ulong.Parse(digits, CultureInfo.InvariantCulture);
        return value > long.MaxValue ? null : isNegative ? -(long)value : (long)value;
    }

    /// <summary>Reads an address: decimal digits, or hexadecimal ones after 0x. Null for anything else.</summary>
    public static ulong? ParseAddress(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : null;
    }

    /// <summary>Reads a number, or returns null.</summary>
    public static double? ParseFloat(string text) =>
        double.TryParse(text, NumberStyles.Float & ~NumberStyles.AllowLeadingWhite & ~NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out double value)
            ? value
            : null;

    /// <summary>Writes a number in the shortest form.</summary>
    public static string Format(double value) => value.ToString("R", CultureInfo.InvariantCulture).Replace("E", "e", StringComparison.Ordinal);

    /// <summary>Makes an expression of RE2 that matches just a text, as Go's regexp.QuoteMeta.</summary>
    public static string QuoteExpression(string text)
    {
        var quoted = new StringBuilder();
        foreach (char c in text)
        {
            _ = @"\.+*?()|[]{}^$".Contains(c, StringComparison.Ordinal) ? quoted.Append('\\').Append(c) : quoted.Append(c);
        }

        return quoted.ToString();
    }

    /// <summary>Puts a text between quotation marks, as Go's %q does.</summary>
    public static string Quote(string text)
    {
        var quoted = new StringBuilder("\"");
        foreach (char c in text)
        {
            quoted.Append(c switch
            {
                '"' => "\\\"",
                '\\' => "\\\\",
                '\n' => "\\n",
                '\t' => "\\t",
                '\r' => "\\r",
                < ' ' => string.Create(CultureInfo.InvariantCulture, $"\\x{(int)c:x2}"),
                _ => c.ToString(),
            });
        }

        return quoted.Append('"').ToString();
    }
}
