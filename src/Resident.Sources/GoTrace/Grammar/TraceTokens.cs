using System.Buffers;
using System.Buffers.Text;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>The lengths of the tokens that are not fixed text: -1 where there is none, -2 where more bytes are needed.</summary>
internal static class TraceTokens
{
    private const int NeedMore = -2;
    private const int No = -1;
    private const int MostFloatBytes = 32;
    private const int MostHexDigits = 15;
    private const int MostCodeBytes = 16;
    private const byte Escape = 0x1B;

    private static readonly SearchValues<byte> FloatBytes = SearchValues.Create("0123456789+-.e"u8);
    private static readonly SearchValues<byte> HexBytes = SearchValues.Create("0123456789abcdef"u8);
    private static readonly SearchValues<byte> LabelBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ "u8);
    private static readonly SearchValues<byte> PathEnds = SearchValues.Create(" \r\n\t"u8);
    private static readonly SearchValues<byte> KeyBytes = SearchValues.Create("abcdefghijklmnopqrstuvwxyz"u8);

    public static int Float(ReadOnlySpan<byte> rest, bool final)
    {
        if (rest[0] is (byte)'N' or (byte)'I' || (rest[0] is (byte)'+' or (byte)'-' && rest.Length > 1 && rest[1] == 'I'))
        {
            return NotFinite(rest, final);
        }

        var run = rest[..Math.Min(rest.Length, MostFloatBytes)];
        int length = run.IndexOfAnyExcept(FloatBytes);
        if (length < 0)
        {
            if (rest.Length < MostFloatBytes && !final)
            {
                return NeedMore;
            }

            length = run.Length;
        }

        return Utf8Parser.TryParse(run[..length], out double _, out int used) && used > 0 ? used : No;
    }

    public static int Hex(ReadOnlySpan<byte> rest, bool final, ref TraceFields fields)
    {
        int length = Run(rest, HexBytes);
        if (length == rest.Length && length <= MostHexDigits && !final)
        {
            return NeedMore;
        }

        if (length > MostHexDigits || !Utf8Parser.TryParse(rest[..length], out long value, out int used, 'x'))
        {
            return No;
        }

        fields.LastWhole = value;
        fields.Last = value;
        return used;
    }

    /// <summary>" MB arenas, ": a space, letters and spaces, a comma, a space.</summary>
    public static int Label(ReadOnlySpan<byte> rest, int most, bool final)
    {
        if (rest[0] != ' ')
        {
            return No;
        }

        int length = Run(rest, LabelBytes);
        if (length > most)
        {
            return No;
        }

        var tail = rest[length..];
        if (tail.Length < 2)
        {
            return !final && (tail.IsEmpty || tail[0] == ',') ? NeedMore : No;
        }

        return length > 1 && tail.StartsWith(", "u8) ? length + 2 : No;
    }

    public static int Path(ReadOnlySpan<byte> rest, int most, bool final)
    {
        int length = rest[..Math.Min(rest.Length, most)].IndexOfAny(PathEnds);
        if (length < 0)
        {
            return rest.Length < most && !final ? NeedMore : No;
        }

        return length == 0 ? No : length;
    }

    /// <summary>" (checking for goroutine leaks)": a space and one pair of round or square brackets.</summary>
    public static int Remark(ReadOnlySpan<byte> rest, int most, bool final)
    {
        if (rest[0] != ' ')
        {
            return No;
        }

        if (rest.Length == 1)
        {
            return final ? No : NeedMore;
        }

        if (rest[1] is not ((byte)'(' or (byte)'['))
        {
            return No;
        }

        byte close = rest[1] == '(' ? (byte)')' : (byte)']';
        var inside = rest[2..Math.Min(rest.Length, most)];
        int index = inside.IndexOfAny(close, (byte)'\n');
        if (index < 0)
        {
            return rest.Length < most && !final ? NeedMore : No;
        }

        return inside[index] == close ? index + 3 : No;
    }

    /// <summary>" threads=": a space, letters, an equals sign.</summary>
    public static int Key(ReadOnlySpan<byte> rest, int most, bool final)
    {
        if (rest[0] != ' ')
        {
            return No;
        }

        int length = 1 + Run(rest[1..], KeyBytes);
        if (length > most)
        {
            return No;
        }

        if (length == rest.Length)
        {
            return final ? No : NeedMore;
        }

        return length > 1 && rest[length] == '=' ? length + 1 : No;
    }

    /// <summary>The newline, with colour codes and a carriage return before it.</summary>
    public static int End(ReadOnlySpan<byte> rest, bool final)
    {
        int index = 0;
        while (index < rest.Length && rest[index] == Escape)
        {
            int code = ColourCode(rest[index..], final);
            if (code < 0)
            {
                return code;
            }

            index += code;
        }

        if (index < rest.Length && rest[index] == '\r')
        {
            index++;
        }

        if (index == rest.Length)
        {
            return final ? index : NeedMore;
        }

        return rest[index] == '\n' ? index + 1 : No;
    }

    /// <summary>An ANSI control sequence, <c>ESC [ 31 m</c>, that begins the text.</summary>
    public static int ColourCode(ReadOnlySpan<byte> rest, bool final)
    {
        for (int index = 1; index < rest.Length && index < MostCodeBytes; index++)
        {
            byte value = rest[index];
            if (index == 1)
            {
                if (value != '[')
                {
                    return No;
                }
            }
            else if (value is >= 0x40 and <= 0x7E)
            {
                return index + 1;
            }
            else if (value is < 0x20 or > 0x3F)
            {
                return No;
            }
        }

        return rest.Length < MostCodeBytes && !final ? NeedMore : No;
    }

    private static int NotFinite(ReadOnlySpan<byte> rest, bool final)
    {
        var word = rest[0] is (byte)'+' or (byte)'-' ? rest[1..] : rest;
        int sign = rest.Length - word.Length;
        var expected = word[0] == 'N' ? "NaN"u8 : "Inf"u8;
        if (word.Length < expected.Length)
        {
            return !final && expected.StartsWith(word) ? NeedMore : No;
        }

        return word.StartsWith(expected) ? sign + expected.Length : No;
    }

    private static int Run(ReadOnlySpan<byte> rest, SearchValues<byte> allowed)
    {
        int length = rest.IndexOfAnyExcept(allowed);
        return length < 0 ? rest.Length : length;
    }
}
