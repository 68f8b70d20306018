using System.Text;

namespace Resident.Sources.GoTrace;

/// <summary>A line of docker's json-file log: <c>{"log":"text\n","stream":"stderr","time":"2026-11-22T22:48:32Z"}</c>.</summary>
internal sealed class TraceJsonLine(int mostBytes)
{
    private const int BytesPerUnicodeEscape = 6;

    private byte[] _decoded = [];

    /// <summary>Decodes a JSON string up to its closing quote. A newline ends the result in any case.</summary>
    public ReadOnlySpan<byte> Decode(ReadOnlySpan<byte> text)
    {
        if (_decoded.Length < text.Length + 1)
        {
            _decoded = new byte[Math.Min(mostBytes, (text.Length * 2) + 1)];
        }

        int count = 0;
        int at = 0;
        while (at < text.Length && text[at] != '"')
        {
            if (text[at] != '\\')
            {
                _decoded[count++] = text[at++];
                continue;
            }

            int length = Escape(text[at..], _decoded.AsSpan(count), out int written);
            if (length == 0)
            {
                break;
            }

            at += length;
            count += written;
        }

        if (count == 0 || _decoded[count - 1] != '\n')
        {
            _decoded[count++] = (byte)'\n';
        }

        return _decoded.AsSpan(0, count);
    }

    /// <summary>Finds the line's time, or nothing.</summary>
    public static ReadOnlySpan<byte> Time(ReadOnlySpan<byte> line)
    {
        var name = "\"time\":\""u8;
        int start = line.LastIndexOf(name);
        if (start < 0)
        {
            return [];
        }

        var rest = line[(start + name.Length)..];
        int end = rest.IndexOf((byte)'"');
        return end < 0 ? [] : rest[..end];
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
