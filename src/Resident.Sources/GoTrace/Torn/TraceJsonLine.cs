using System.Text;
using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>A line of docker's json-file log: <c>{"log":"text\n","stream":"stderr","time":"2026-11-22T22:48:32Z"}</c>.</summary>
internal sealed class TraceJsonLine(int mostBytes)
{
    private const int BytesPerUnicodeEscape = 6;

    private byte[] _decoded = [];

    /// <summary>Gets how docker begins a line.</summary>
    public static ReadOnlySpan<byte> Beginning => "{\"log\":\""u8;

    /// <summary>Finds where the text of a line begins: behind <c>"log":"</c>. Collectors put other members before it.</summary>
    /// <returns>The first byte of the text; 0 where there is none.</returns>
    public static int BodyOf(ReadOnlySpan<byte> line)
    {
        if (line.StartsWith(Beginning))
        {
            return Beginning.Length;
        }

        var head = line[..Math.Min(line.Length, LinePrefixParser.MostBytes)];
        int name = head.IndexOf("\"log\":"u8);
        if (name < 0 || line[0] != '{')
        {
            return 0;
        }

        int text = name + "\"log\":"u8.Length;
        text += text < line.Length && line[text] == ' ' ? 1 : 0;
        return text < line.Length && line[text] == '"' ? text + 1 : 0;
    }

    /// <summary>Decodes a JSON string up to its closing quote. A newline ends the result in any case.</summary>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text)
    {
        if (_decoded.Length < text.Length + 1)
        {
            _decoded = new byte[Math.Min(mostBytes, (text.Length * 2) + 1)];
        }

        int count = Decode(text, _decoded, out _);
        if (count == 0 || _decoded[count - 1] != '\n')
        {
            _decoded[count++] = (byte)'\n';
        }

        return _decoded.AsSpan(0, count);
    }

    /// <summary>Decodes a JSON string up to its closing quote, or to where it is damaged.</summary>
    /// <param name="text">The string, behind its opening quote.</param>
    /// <param name="output">At least as long as <paramref name="text"/>.</param>
    /// <param name="length">How many bytes of <paramref name="text"/> that were.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> output, out int length)
    {
        int count = 0;
        length = 0;
        while (length < text.Length && text[length] != '"')
        {
            int taken = Symbol(text[length..], output[count..], out int written);
            if (taken == 0)
            {
                break;
            }

            length += taken;
            count += written;
        }

        return count;
    }

    /// <summary>Finds how many bytes of a JSON string the first bytes of its decoded text take, up to its closing quote at most.</summary>
    public static int EncodedLength(ReadOnlySpan<byte> text, int decoded)
    {
        Span<byte> scratch = stackalloc byte[4];
        int length = 0;
        while (decoded > 0 && length < text.Length && text[length] != '"')
        {
            length += Math.Max(1, Symbol(text[length..], scratch, out int written));
            decoded -= written;
        }

        return length;
    }

    /// <summary>Finds the stream that the line came from, or nothing.</summary>
    public static ReadOnlySpan<byte> Stream(ReadOnlySpan<byte> line) => Member(line, "\"stream\":\""u8);

    /// <summary>Finds the line's time, or nothing.</summary>
    public static ReadOnlySpan<byte> Time(ReadOnlySpan<byte> line) => Member(line, "\"time\":\""u8);

    private static ReadOnlySpan<byte> Member(ReadOnlySpan<byte> line, ReadOnlySpan<byte> name)
    {
        int start = line.LastIndexOf(name);
        if (start < 0)
        {
            return [];
        }

        var rest = line[(start + name.Length)..];
        int end = rest.IndexOf((byte)'"');
        return end < 0 ? [] : rest[..end];
    }

    private static int Symbol(ReadOnlySpan<byte> text, Span<byte> output, out int written)
    {
        if (text[0] == '\\')
        {
            return Escape(text, output, out written);
        }

        output[0] = text[0];
        written = 1;
        return 1;
    }

    private static int Escape(ReadOnlySpan<byte> text, Span<byte> output, out int written)
    {
        written = 1;
        if (text.Length < 2)
        {
            return 0;
        }

        if (text[1] != 'u')
        {
            output[0] = text[1] switch { (byte)'n' => (byte)'\n', (byte)'r' => (byte)'\r', (byte)'t' => (byte)'\t', _ => text[1] };
            return 2;
        }

        if (text.Length < BytesPerUnicodeEscape || !ushort.TryParse(text[2..BytesPerUnicodeEscape], System.Globalization.NumberStyles.AllowHexSpecifier, null, out ushort unit))
        {
            return 0;
        }

        var rune = Rune.TryCreate((char)unit, out var valid) ? valid : Rune.ReplacementChar;
        written = rune.EncodeToUtf8(output);
        return BytesPerUnicodeEscape;
    }
}
