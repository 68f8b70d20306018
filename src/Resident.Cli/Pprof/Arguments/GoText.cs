using System.Globalization;
using System.Text;

namespace Resident.Cli.Pprof.Arguments;

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

    /// <summary>Reads an integer in any of Go's bases (10, 1_000, 0x10, 0b10, 0o10, 010), or returns null.</summary>
    public static long? ParseInt(string text)
    {
        bool isNegative = text.StartsWith('-');
        string digits = (isNegative || text.StartsWith('+') ? text[1..] : text).ToLowerInvariant();
        int radix = digits switch
        {
            ['0', 'x', ..] => 16,
            ['0', 'b', ..] => 2,
            ['0', 'o', ..] or ['0', (>= '0' and <= '9') or '_', ..] => 8,
            _ => 10,
        };
        int prefix = radix == 10 ? 0 : char.IsAsciiLetter(digits[1]) ? 2 : 1;
        return ReadDigits(WithoutUnderscores(digits, prefix), radix) is { } value && value <= long.MaxValue + (isNegative ? 1UL : 0UL)
            ? unchecked(isNegative ? -(long)value : (long)value)
            : null;
    }

    /// <summary>Reads an address: decimal digits, or hexadecimal ones after 0x. Null for anything else.</summary>
    public static ulong? ParseAddress(string text)
    {
        bool isHex = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        return ulong.TryParse(isHex ? text.AsSpan(2) : text, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? value
            : null;
    }

    /// <summary>Reads a number as Go does: "1_000", "Inf" and "NaN" too. Null for anything else, and for what is too large.</summary>
    public static double? ParseFloat(string text)
    {
        string bare = text.TrimStart('+', '-').ToLowerInvariant();
        if (bare.Length < text.Length - 1)
        {
            return null;
        }

        double? value = bare switch
        {
            "inf" or "infinity" => double.PositiveInfinity,
            "nan" => double.NaN,
            _ => double.TryParse(
                WithoutUnderscores(bare, 0), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number)
                && double.IsFinite(number) ? number : null,
        };
        return text.StartsWith('-') ? -value : value;
    }

    /// <summary>Tells whether a text that could not be read is a number all the same, one that is too large.</summary>
    public static bool IsTooLarge(string text, bool isInteger) => isInteger
        ? text.Length > 0 && text.AsSpan().TrimStart("+-").IndexOfAnyExceptInRange('0', '9') < 0
        : text.AsSpan().ContainsAnyInRange('0', '9') && double.TryParse(text, CultureInfo.InvariantCulture, out double value) && double.IsInfinity(value);

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

    /// <summary>One between two digits is allowed, others make the text no number.</summary>
    private static string WithoutUnderscores(string digits, int prefix) =>
        digits.EndsWith('_') || digits.Contains("__", StringComparison.Ordinal) || (prefix == 0 && digits.StartsWith('_'))
            ? string.Empty
            : digits[prefix..].Replace("_", string.Empty, StringComparison.Ordinal);

    private static ulong? ReadDigits(string digits, int radix)
    {
        UInt128 value = 0;
        foreach (char c in digits)
        {
            int digit = char.IsAsciiHexDigit(c) ? Convert.ToInt32(c.ToString(), 16) : radix;
            value = (value * (uint)radix) + (uint)digit;
            if (digit >= radix || value > ulong.MaxValue)
            {
                return null;
            }
        }

        return digits.Length == 0 ? null : (ulong)value;
    }
}
