using System.Buffers;

namespace Resident.Store.Encoding;

/// <summary>Whole numbers in as few bytes as they need: seven bits a byte, the lowest first, the eighth bit set on all but the last.
/// Signed ones go through zigzag (0, -1, 1, -2 become 0, 1, 2, 3). The encoding is that of protobuf's uint64 and sint64.</summary>
internal static class Varint
{
    /// <summary>The most bytes that one number takes.</summary>
    public const int MostBytes = 10;

    private const int BitsPerByte = 7;
    private const ulong More = 0x80;

    /// <summary>Writes an unsigned number.</summary>
    public static void Write(IBufferWriter<byte> output, ulong value)
    {
        var span = output.GetSpan(MostBytes);
        int length = 0;
        while (value >= More)
        {
            span[length++] = unchecked((byte)(value | More));
            value >>= BitsPerByte;
        }

        span[length++] = (byte)value;
        output.Advance(length);
    }

    /// <summary>Writes a signed number.</summary>
    public static void WriteSigned(IBufferWriter<byte> output, long value) =>
        Write(output, unchecked((ulong)((value << 1) ^ (value >> 63))));

    /// <summary>Takes an unsigned number off the front.</summary>
    /// <returns>False where the bytes end before the number does, or it does not fit 64 bits.</returns>
    public static bool TryRead(ref ReadOnlySpan<byte> input, out ulong value)
    {
        value = 0;
        for (int i = 0; i < input.Length && i < MostBytes; i++)
        {
            byte part = input[i];
            if (i == MostBytes - 1 && part > 1)
            {
                return false;
            }

            value |= (ulong)(part & 0x7f) << (i * BitsPerByte);
            if (part < More)
            {
                input = input[(i + 1)..];
                return true;
            }
        }

        return false;
    }

    /// <summary>Takes a signed number off the front.</summary>
    /// <returns>False where the bytes end before the number does, or it does not fit 64 bits.</returns>
    public static bool TryReadSigned(ref ReadOnlySpan<byte> input, out long value)
    {
        bool isWhole = TryRead(ref input, out ulong zigzag);
        value = unchecked((long)(zigzag >> 1) ^ -(long)(zigzag & 1));
        return isWhole;
    }
}
