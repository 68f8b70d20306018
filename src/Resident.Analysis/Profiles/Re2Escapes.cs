using System.Globalization;
using System.Text;

namespace Resident.Analysis.Profiles;

/// <summary>The escapes that mean a character or a set of characters.</summary>
internal static class Re2Escapes
{
    private const string Digits = "0-9";
    private const string Words = "0-9A-Za-z_";
    private const string Spaces = "\\t\\n\\f\\r ";
    private const int LastRune = 0x10FFFF;

    /// <summary>Reads the escape that starts at a backslash.</summary>
    /// <param name="source">The expression.</param>
    /// <param name="position">The backslash's place.</param>
    /// <param name="inClass">Whether the escape stands between brackets.</param>
    /// <returns>The .NET text, the place after the escape, and the one character that it means or -1.</returns>
    /// <exception cref="FormatException">There is no such escape.</exception>
    public static (string Text, int End, int Rune) Read(string source, int position, bool inClass)
    {
        if (position + 1 >= source.Length)
        {
            throw new FormatException("trailing backslash at end of expression: ``");
        }

        char c = source[position + 1];
        string? set = c switch
        {
            'd' => Wrap(Digits, inClass, isNegated: false),
            'D' => inClass ? "\\x00-/:-\\uffff" : Wrap(Digits, inClass, isNegated: true),
            'w' => Wrap(Words, inClass, isNegated: false),
            'W' => inClass ? "\\x00-/:-@\\[-\\^`\\{-\\uffff" : Wrap(Words, inClass, isNegated: true),
            's' => Wrap(Spaces, inClass, isNegated: false),
            'S' => inClass ? "\\x00-\\x08\\x0b\\x0e-\\x1f!-\\uffff" : Wrap(Spaces, inClass, isNegated: true),
            _ => null,
        };
        if (set is not null)
        {
            return (set, position + 2, -1);
        }

        return c switch
        {
            'p' or 'P' => Property(source, position),
            'x' => Hexadecimal(source, position),
            >= '0' and <= '7' => Octal(source, position),
            'a' => Single('\a', position),
            'f' => Single('\f', position),
            't' => Single('\t', position),
            'n' => Single('\n', position),
            'r' => Single('\r', position),
            'v' => Single('\v', position),
            _ when c < 0x80 && !char.IsAsciiLetterOrDigit(c) => Single(c, position),
            _ => throw Invalid(source, position, position + 2),
        };
    }

    /// <summary>Writes a character so that it means itself everywhere.</summary>
    public static string Literal(int rune)
    {
        var text = new StringBuilder();
        foreach (char unit in new Rune(rune).ToString())
        {
            text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}");
        }

        return text.ToString();
    }

    private static string Wrap(string set, bool inClass, bool isNegated) => inClass ? set : isNegated ? $"[^{set}]" : $"[{set}]";

    private static (string Text, int End, int Rune) Single(char c, int position) => (Literal(c), position + 2, c);

    private static FormatException Invalid(string source, int start, int end) =>
        new($"invalid escape sequence: `{source[start..Math.Min(end, source.Length)]}`");

    private static (string Text, int End, int Rune) Property(string source, int position)
    {
        int start = position + 2;
        if (start >= source.Length)
        {
            throw new FormatException($"invalid character class range: `{source[position..]}`");
        }

        int end = source[start] == '{' ? source.IndexOf('}', start) + 1 : start + 1;
        if (end <= start)
        {
            throw new FormatException($"invalid character class range: `{source[position..]}`");
        }

        string name = source[start..end].Trim('{', '}');
        bool isNegated = name.StartsWith('^') != (source[position + 1] == 'P');
        return ($"\\{(isNegated ? 'P' : 'p')}{{{name.TrimStart('^')}}}", end, -1);
    }

    private static (string Text, int End, int Rune) Hexadecimal(string source, int position)
    {
        int start = position + 2;
        bool isBraced = start < source.Length && source[start] == '{';
        int end = isBraced ? source.IndexOf('}', start) : Math.Min(start + 2, source.Length);
        string digits = end < 0 ? string.Empty : source[(isBraced ? start + 1 : start)..end];
        bool isGood = int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int rune)
            && rune is >= 0 and <= LastRune && (isBraced || digits.Length == 2) && Rune.IsValid(rune);
        return isGood ? (Literal(rune), isBraced ? end + 1 : end, rune) : throw Invalid(source, position, end < 0 ? source.Length : end + 1);
    }

    private static (string Text, int End, int Rune) Octal(string source, int position)
    {
        int start = position + 1;
        if (source[start] != '0' && (start + 1 >= source.Length || source[start + 1] is < '0' or > '7'))
        {
            throw Invalid(source, position, start + 1);
        }

        int end = start;
        int rune = 0;
        while (end < source.Length && end < start + 3 && source[end] is >= '0' and <= '7')
        {
            rune = (rune * 8) + (source[end] - '0');
            end++;
        }

        return (Literal(rune), end, rune);
    }
}
