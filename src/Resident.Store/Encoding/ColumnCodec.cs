using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace Resident.Store.Encoding;

/// <summary>A column of whole numbers as a chunk's bytes, and back: zigzag varints of the differences, compressed.</summary>
/// <remarks>
/// A chunk is: one byte, 0 where the body is plain and 1 where it is compressed with deflate (RFC 1951, no header); the body;
/// four bytes, little-endian, the CRC-32 of all before them. The body of a column is: the number of rows as a varint; one
/// byte, 0 where each row has a value and 1 where a bitmap of (rows + 7) / 8 bytes follows, the lowest bit first, a set bit
/// for a value; then one zigzag varint a value: the first as it is, each later one as the difference to the one before, modulo
/// 2^64. A thinned chunk's body is three such columns one after the other: least, greatest, last. docs/formats/recording.md has
/// a program that reads it.
/// </remarks>
internal static class ColumnCodec
{
    /// <summary>Stands in a column for a row that has no value.</summary>
    public const long Missing = long.MinValue;

    /// <summary>The most rows that a chunk may state.</summary>
    public const int MostRows = 65_536;

    private const byte Plain = 0;
    private const byte Deflated = 1;
    private const int ChecksumBytes = 4;
    private const int LeastWorthCompressing = 24;
    private const int MostBodyBytes = 3 * MostRows * (Varint.MostBytes + 1);

    /// <summary>Makes a chunk of one column, or of the three of a thinned one.</summary>
    public static byte[] Encode(params ReadOnlySpan<long[]> columns)
    {
        var body = new ArrayBufferWriter<byte>(512);
        foreach (long[] column in columns)
        {
            WriteColumn(body, column);
        }

        var chunk = new MemoryStream(body.WrittenCount + 8);
        byte[]? small = body.WrittenCount >= LeastWorthCompressing ? Deflate(body.WrittenSpan) : null;
        if (small is not null && small.Length < body.WrittenCount)
        {
            chunk.WriteByte(Deflated);
            chunk.Write(small);
        }
        else
        {
            chunk.WriteByte(Plain);
            chunk.Write(body.WrittenSpan);
        }

        Span<byte> sum = stackalloc byte[ChecksumBytes];
        BinaryPrimitives.WriteUInt32LittleEndian(sum, Checksum.Compute(chunk.GetBuffer().AsSpan(0, (int)chunk.Length)));
        chunk.Write(sum);
        return chunk.ToArray();
    }

    /// <summary>Reads a chunk's columns.</summary>
    /// <param name="chunk">The chunk's bytes.</param>
    /// <param name="columns">Room for the columns: one, or three for a thinned chunk.</param>
    /// <returns>Null where all was read, else what is wrong, for a person.</returns>
    public static string? TryDecode(ReadOnlySpan<byte> chunk, Span<long[]> columns)
    {
        if (chunk.Length < ChecksumBytes + 1)
        {
            return $"expected at least 5 bytes, found {chunk.Length}";
        }

        uint stated = BinaryPrimitives.ReadUInt32LittleEndian(chunk[^ChecksumBytes..]);
        uint found = Checksum.Compute(chunk[..^ChecksumBytes]);
        if (stated != found)
        {
            return $"expected the checksum {stated:x8}, found {found:x8}";
        }

        var body = chunk[1..^ChecksumBytes];
        switch (chunk[0])
        {
            case Plain:
                return ReadColumns(body, columns);
            case Deflated:
                byte[] rented = ArrayPool<byte>.Shared.Rent(Math.Max(4_096, body.Length * 8));
                try
                {
                    return Inflate(body, ref rented, out int length) ?? ReadColumns(rented.AsSpan(0, length), columns);
                }
                finally
                {
                    ArrayPool<byte>.Shared.Return(rented);
                }

            default:
                return $"expected the encoding 0 or 1, found {chunk[0]}";
        }
    }

    private static void WriteColumn(ArrayBufferWriter<byte> body, long[] column)
    {
        Varint.Write(body, (ulong)column.Length);
        bool hasGaps = column.AsSpan().Contains(Missing);
        body.Write([hasGaps ? (byte)1 : (byte)0]);
        if (hasGaps)
        {
            int bytes = (column.Length + 7) / 8;
            var bitmap = body.GetSpan(bytes)[..bytes];
            bitmap.Clear();
            for (int i = 0; i < column.Length; i++)
            {
                bitmap[i >> 3] |= column[i] == Missing ? (byte)0 : (byte)(1 << (i & 7));
            }

            body.Advance(bytes);
        }

        long before = 0;
        foreach (long value in column)
        {
            if (value != Missing)
            {
                Varint.WriteSigned(body, unchecked(value - before));
                before = value;
            }
        }
    }

    private static string? ReadColumns(ReadOnlySpan<byte> body, Span<long[]> columns)
    {
        for (int i = 0; i < columns.Length; i++)
        {
            if (ReadColumn(ref body, out columns[i]) is { } problem)
            {
                return problem;
            }

            if (columns[i].Length != columns[0].Length)
            {
                return $"expected {columns[0].Length} rows in each column, found {columns[i].Length}";
            }
        }

        return body.IsEmpty ? null : $"expected the end, found {body.Length} bytes more";
    }

    private static string? ReadColumn(ref ReadOnlySpan<byte> body, out long[] column)
    {
        column = [];
        if (!Varint.TryRead(ref body, out ulong rows) || rows > MostRows || body.IsEmpty)
        {
            return $"expected a number of rows up to {MostRows}, found {rows}";
        }

        byte kind = body[0];
        int bytes = kind == 0 ? 0 : ((int)rows + 7) / 8;
        if (kind > 1 || body.Length < bytes + 1)
        {
            return $"expected 0, or 1 and a bitmap of {bytes} bytes, found {kind} and {body.Length - 1} bytes";
        }

        var bitmap = body.Slice(1, bytes);
        body = body[(bytes + 1)..];
        column = new long[(int)rows];
        long value = 0;
        for (int i = 0; i < column.Length; i++)
        {
            if (bytes > 0 && (bitmap[i >> 3] & (1 << (i & 7))) == 0)
            {
                column[i] = Missing;
                continue;
            }

            if (!Varint.TryReadSigned(ref body, out long step))
            {
                return $"expected {rows} rows, found the end in row {i}";
            }

            value = unchecked(value + step);
            column[i] = value;
        }

        return null;
    }

    private static byte[] Deflate(ReadOnlySpan<byte> body)
    {
        var output = new MemoryStream(body.Length);
        using (var deflate = new DeflateStream(output, CompressionLevel.Optimal, leaveOpen: true))
        {
            deflate.Write(body);
        }

        return output.ToArray();
    }

    private static string? Inflate(ReadOnlySpan<byte> body, ref byte[] rented, out int length)
    {
        length = 0;
        try
        {
            using var inflate = new DeflateStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress);
            while (true)
            {
                int read = inflate.Read(rented, length, rented.Length - length);
                length += read;
                if (read == 0 && length < rented.Length)
                {
                    return null;
                }

                if (length == rented.Length)
                {
                    if (length > MostBodyBytes)
                    {
                        return $"expected at most {MostBodyBytes} bytes after decompression, found more";
                    }

                    byte[] larger = ArrayPool<byte>.Shared.Rent(rented.Length * 2);
                    rented.CopyTo(larger, 0);
                    ArrayPool<byte>.Shared.Return(rented);
                    rented = larger;
                }
            }
        }
        catch (InvalidDataException problem)
        {
            return "it does not decompress: " + problem.Message;
        }
    }
}
