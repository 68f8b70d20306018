using System.Buffers.Text;
using System.Text;
using Resident.Model;

namespace Resident.Sources.Cgroup;

/// <summary>Reads the small files of a control group's folder.</summary>
internal static class CgroupFiles
{
    // v1 prints "no limit" as the largest multiple of the page size below 2^63.
    private const long V1Unlimited = long.MaxValue - (1 << 20);

    /// <summary>Reads a file of one number.</summary>
    /// <returns>The number; null where the file is missing or may not be read, and for "max" and v1's unlimited.</returns>
    public static ByteSize? ReadSize(string path)
    {
        byte[]? bytes = ReadBytes(path);
        if (bytes is null)
        {
            return null;
        }

        var text = bytes.AsSpan().TrimEnd((byte)'\n');
        if (text.SequenceEqual("max"u8))
        {
            return null;
        }

        if (!Utf8Parser.TryParse(text, out ulong value, out int used) || used != text.Length)
        {
            throw MalformedInputException.AtLine(path, 1, $"Expected a number or \"max\", found \"{Shorten(text)}\".");
        }

        return value >= V1Unlimited ? null : new((long)value);
    }

    /// <summary>Adds lines "key N" to a table. Lines of another shape, as memory.oom_control's, are passed over.</summary>
    public static void ReadTable(string path, Dictionary<string, long> table)
    {
        byte[]? bytes = ReadBytes(path);
        if (bytes is null)
        {
            return;
        }

        var text = bytes.AsSpan();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range];
            int space = line.IndexOf((byte)' ');
            if (space > 0 && Utf8Parser.TryParse(line[(space + 1)..], out ulong value, out _))
            {
                table[Encoding.UTF8.GetString(line[..space])] = (long)Math.Min(value, long.MaxValue);
            }
        }
    }

    /// <summary>Reads a file to its end, at most 4 MiB.</summary>
    /// <returns>Null where the file is missing or may not be read.</returns>
    public static byte[]? ReadBytes(string path)
    {
        const int MostBytes = 4 * 1024 * 1024;
        try
        {
            using var handle = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] buffer = new byte[4096];
            int length = 0;
            while (true)
            {
                int count = RandomAccess.Read(handle, buffer.AsSpan(length), length);
                length += count;
                if (count == 0)
                {
                    return buffer[..length];
                }

                if (length > MostBytes)
                {
                    throw new LimitExceededException($"{path} has more than {MostBytes} bytes, which no control group's file has.");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, length * 2);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // ENODEV too: the group was removed between opening and reading.
            return null;
        }
    }

    private static string Shorten(ReadOnlySpan<byte> text) => Encoding.UTF8.GetString(text[..Math.Min(text.Length, 80)]);
}
