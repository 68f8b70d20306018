using System.Buffers;
using System.Globalization;
using System.Text;

namespace Resident.Model;

/// <summary>Makes text from outside safe to show: a name, an argument or an answer of a server may hold control
/// characters, with which it would move a terminal's cursor, change its title, or hide what stands before it.</summary>
public static class PrintableText
{
    private const char Escape = '\e';

    // C0 but for tab and newline, DEL, C1, what turns the direction of text round, and the line separators of Unicode.
    private static readonly SearchValues<char> Unsafe = SearchValues.Create(
    [
        .. Enumerable.Range(0, 0x20).Where(static code => code is not ('\t' or '\n')).Select(static code => (char)code),
        .. Enumerable.Range(0x7F, 0x21).Select(static code => (char)code),
        '\u061C', '\u200E', '\u200F', '\u2028', '\u2029', '\u202A', '\u202B', '\u202C', '\u202D', '\u202E', '\u2066', '\u2067', '\u2068', '\u2069', '\uFEFF',
    ]);

    /// <summary>Makes a text printable: lines and tabs stay.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The text with each unsafe character as \x1b or \u202e.</returns>
    public static string Of(string text) => text.AsSpan().ContainsAny(Unsafe) ? Append(new StringBuilder(text.Length + 16), text, hasStyles: false).ToString() : text;

    /// <summary>Makes a text printable that belongs on one line: line ends and tabs are shown, too.</summary>
    public static string OneLine(string text)
    {
        string shown = Of(text);
        return shown.AsSpan().ContainsAny('\n', '\t')
            ? shown.Replace("\n", "\\n", StringComparison.Ordinal).Replace("\t", "\\t", StringComparison.Ordinal)
            : shown;
    }

    /// <summary>Adds a text to another one, and makes it printable.</summary>
    /// <param name="output">Where to.</param>
    /// <param name="text">The text.</param>
    /// <param name="hasStyles">Whether colours and weights of our own may stand in it; nothing else that begins with
    /// ESC may.</param>
    /// <returns><paramref name="output"/>.</returns>
    public static StringBuilder Append(StringBuilder output, ReadOnlySpan<char> text, bool hasStyles)
    {
        ArgumentNullException.ThrowIfNull(output);
        while (text.IndexOfAny(Unsafe) is >= 0 and int at)
        {
            _ = output.Append(text[..at]);
            int style = hasStyles && text[at] == Escape ? StyleLength(text[at..]) : 0;
            _ = style > 0
                ? output.Append(text.Slice(at, style))
                : text[at] < 0x80
                    ? output.Append(CultureInfo.InvariantCulture, $"\\x{(int)text[at]:x2}")
                    : output.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[at]:x4}");
            text = text[(at + Math.Max(1, style))..];
        }

        return output.Append(text);
    }

    // ESC [ digits m: a colour or a weight, but for those that hide (8) or blink (5, 6).
    private static int StyleLength(ReadOnlySpan<char> text)
    {
        const int Longest = 8;
        if (text.Length < 3 || text[1] != '[')
        {
            return 0;
        }

        int end = text[2..Math.Min(text.Length, Longest)].IndexOf('m');
        var code = end < 0 ? default : text.Slice(2, end);
        bool isStyle = int.TryParse(code, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number is 0 or 1 or 2 or 4 or (>= 30 and <= 37) or (>= 90 and <= 97);
        return isStyle ? end + 3 : 0;
    }
}
