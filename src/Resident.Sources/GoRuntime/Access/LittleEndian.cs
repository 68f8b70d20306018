using System.Buffers.Binary;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>Numbers by place in bytes that were read from a 64-bit little-endian process.</summary>
internal static class LittleEndian
{
    /// <summary>Reads 8 bytes as an unsigned number.</summary>
    public static ulong U64(this ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt64LittleEndian(bytes[offset..]);

    /// <summary>Reads 8 bytes as a signed number.</summary>
    public static long I64(this ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt64LittleEndian(bytes[offset..]);

    /// <summary>Reads 4 bytes as an unsigned number.</summary>
    public static uint U32(this ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt32LittleEndian(bytes[offset..]);

    /// <summary>Reads 4 bytes as a signed number.</summary>
    public static int I32(this ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadInt32LittleEndian(bytes[offset..]);

    /// <summary>Reads 2 bytes as an unsigned number.</summary>
    public static ushort U16(this ReadOnlySpan<byte> bytes, int offset) => BinaryPrimitives.ReadUInt16LittleEndian(bytes[offset..]);

    /// <summary>Reads one word of another process.</summary>
    /// <returns>False where it could not be read.</returns>
    public static bool TryReadU64(this IProcessMemory memory, ulong address, out ulong value)
    {
        Span<byte> bytes = stackalloc byte[8];
        bool read = memory.TryRead(address, bytes);
        value = read ? BinaryPrimitives.ReadUInt64LittleEndian(bytes) : 0;
        return read;
    }
}
