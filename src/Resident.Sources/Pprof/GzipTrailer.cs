using System.Buffers.Binary;

namespace Resident.Sources.Pprof;

/// <summary>Tells whether gzip data came whole. The base library's decoder ends in silence where the data was cut; the
/// last member's trailer, its checksum and its length (RFC 1952, section 2.3.1), tells.</summary>
internal static class GzipTrailer
{
    private const int Bytes = 8;
    private const uint ReversedPolynomial = 0xEDB88320;

    /// <summary>Compares what was unpacked with the last eight bytes of what was packed.</summary>
    /// <param name="packed">The packed data. Where it cannot seek, nothing is known against it.</param>
    /// <param name="unpacked">What was made of it.</param>
    public static bool Fits(Stream packed, ReadOnlySpan<byte> unpacked)
    {
        if (!packed.CanSeek)
        {
            return true;
        }

        if (packed.Length < Bytes)
        {
            return false;
        }

        Span<byte> trailer = stackalloc byte[Bytes];
        packed.Seek(-Bytes, SeekOrigin.End);
        packed.ReadExactly(trailer);
        uint length = BinaryPrimitives.ReadUInt32LittleEndian(trailer[sizeof(uint)..]);
        if (length == unchecked((uint)unpacked.Length))
        {
            return true;
        }

        // Of several members the last one's length is a part: then its checksum must be right.
        return length < unpacked.Length && Checksum(unpacked[^(int)length..]) == BinaryPrimitives.ReadUInt32LittleEndian(trailer);
    }

    private static uint Checksum(ReadOnlySpan<byte> data)
    {
        Span<uint> table = stackalloc uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            uint value = i;
            for (int bit = 0; bit < 8; bit++)
            {
                value = (value & 1) == 0 ? value >> 1 : (value >> 1) ^ ReversedPolynomial;
            }

            table[(int)i] = value;
        }

        uint sum = uint.MaxValue;
        foreach (byte one in data)
        {
            sum = table[(int)((sum ^ one) & 0xFF)] ^ (sum >> 8);
        }

        return ~sum;
    }
}
