using System.Buffers.Text;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads the numbers and lines that files under /proc are made of.</summary>
internal static class ProcText
{
    private const int MostQuoted = 80;

    /// <summary>Takes the next line off the text, without its line feed.</summary>
    public static bool TryReadLine(ref ReadOnlySpan<byte> text, out ReadOnlySpan<byte> line)
    {
        if (text.IsEmpty)
        {
            line = default;
            return false;
        }

        int end = text.IndexOf((byte)'\n');
        line = end < 0 ? text : text[..end];
        text = end < 0 ? default : text[(end + 1)..];
        return true;
    }

    /// <summary>Takes the next word off a line: what stands between spaces and tabs. Empty at the end.</summary>
    public static ReadOnlySpan<byte> ReadWord(scoped ref ReadOnlySpan<byte> line)
    {
        line = line.TrimStart(" \t"u8);
        int end = line.IndexOfAny((byte)' ', (byte)'\t');
        var word = end < 0 ? line : line[..end];
        line = line[word.Length..];
        return word;
    }

    /// <summary>Takes the next word off a line and reads it as a number without sign. Larger ones become 2^63 - 1.</summary>
    public static bool TryReadNumber(ref ReadOnlySpan<byte> line, out long value)
    {
        bool read = TryReadUnsigned(ref line, out ulong unsigned);
        value = (long)Math.Min(unsigned, long.MaxValue);
        return read;
    }

    /// <summary>Takes the next word off a line and reads it as a number without sign.</summary>
    public static bool TryReadUnsigned(scoped ref ReadOnlySpan<byte> line, out ulong value)
    {
        var word = ReadWord(ref line);
        return Utf8Parser.TryParse(word, out value, out int used) && used == word.Length;
    }

    /// <summary>Takes the next word off a line and reads it as a number with sign.</summary>
    public static bool TryReadSigned(ref ReadOnlySpan<byte> line, out long value)
    {
        var word = ReadWord(ref line);
        return Utf8Parser.TryParse(word, out value, out int used) && used == word.Length;
    }

    /// <summary>Reads the rest of a line as "N kB" into bytes.</summary>
    public static bool TryReadKibibytes(ReadOnlySpan<byte> rest, out ByteSize size)
    {
        bool read = TryReadNumber(ref rest, out long kibibytes) && kibibytes <= long.MaxValue / 1024
            && rest.Trim(" \t"u8).SequenceEqual("kB"u8);
        size = read ? ByteSize.FromKibibytes(kibibytes) : default;
        return read;
    }

    /// <summary>Makes text from outside fit a message.</summary>
    public static string Quote(ReadOnlySpan<byte> text)
    {
        string all = Encoding.UTF8.GetString(text.Length > MostQuoted ? text[..MostQuoted] : text);
        return string.Create(all.Length, all, static (target, source) =>
        {
            for (int i = 0; i < source.Length; i++)
            {
                target[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }
        });
    }
}
