using System.Buffers;
using System.Buffers.Binary;

namespace Resident.Store.Encoding;

/// <summary>One row of the tail, the seconds that are not sealed yet: for each series that has a value, its id as a varint and the
/// value as a zigzag varint; then the CRC-32 of these bytes, four bytes, little-endian. Each row stands for itself.</summary>
internal static class RowCodec
{
    private const int ChecksumBytes = 4;

    /// <summary>Ends a row with its checksum.</summary>
    public static byte[] Seal(ReadOnlySpan<byte> row)
    {
        byte[] sealedRow = new byte[row.Length + ChecksumBytes];
        row.CopyTo(sealedRow);
        BinaryPrimitives.WriteUInt32LittleEndian(sealedRow.AsSpan(row.Length), Checksum.Compute(row));
        return sealedRow;
    }

    /// <summary>Takes the checksum off a row.</summary>
    /// <returns>False where it is not that of the row: then the row is empty.</returns>
    public static bool TryOpen(ReadOnlySpan<byte> sealedRow, out ReadOnlySpan<byte> row)
    {
        row = sealedRow.Length < ChecksumBytes ? [] : sealedRow[..^ChecksumBytes];
        if (sealedRow.Length >= ChecksumBytes && BinaryPrimitives.ReadUInt32LittleEndian(sealedRow[^ChecksumBytes..]) == Checksum.Compute(row))
        {
            return true;
        }

        row = [];
        return false;
    }

    /// <summary>Adds a value to a row.</summary>
    public static void Write(IBufferWriter<byte> row, int series, long value)
    {
        if (value != ColumnCodec.Missing)
        {
            Varint.Write(row, (ulong)series);
            Varint.WriteSigned(row, value);
        }
    }

    /// <summary>Takes a value off a row's front.</summary>
    /// <returns>False at the row's end, or where it is damaged: then <paramref name="row"/> is not empty.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> row, out int series, out long value)
    {
        series = 0;
        value = ColumnCodec.Missing;
        var rest = row;
        if (!Varint.TryRead(ref rest, out ulong id) || id > int.MaxValue || !Varint.TryReadSigned(ref rest, out value))
        {
            return false;
        }

        series = (int)id;
        row = rest;
        return true;
    }
}
