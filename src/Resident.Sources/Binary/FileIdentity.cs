using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Resident.Sources.Binary;

/// <summary>What stays the same while a file is the same one with the same bytes.</summary>
/// <param name="Device">Major and minor number of the device, 32 bits each.</param>
/// <param name="Inode">The inode.</param>
/// <param name="ModifiedSeconds">Seconds of the modification time since 1970.</param>
/// <param name="ModifiedNanoseconds">The rest of it.</param>
/// <param name="Length">The size, bytes.</param>
public readonly partial record struct FileIdentity(
    ulong Device, ulong Inode, long ModifiedSeconds, uint ModifiedNanoseconds, ulong Length)
{
    // From include/uapi/linux/stat.h: the structure is the same on every architecture.
    private const int CurrentFolder = -100;
    private const uint BasicStats = 0x7ff;
    private const int StatxBytes = 256;

    /// <summary>Tells whether a path leads to a file of bytes, and not to a folder, pipe, socket or device. Links are
    /// followed.</summary>
    /// <returns>False, too, where there is no such file or the rights are missing.</returns>
    public static unsafe bool IsRegularFile(string path)
    {
        const int ModeOffset = 28;
        const int TypeMask = 0xF000;
        const int Regular = 0x8000;
        byte* buffer = stackalloc byte[StatxBytes];
        return Statx(CurrentFolder, path, 0, BasicStats, buffer) == 0
            && (BinaryPrimitives.ReadUInt16LittleEndian(new ReadOnlySpan<byte>(buffer, StatxBytes)[ModeOffset..]) & TypeMask) == Regular;
    }

    /// <summary>Asks the kernel, following links.</summary>
    /// <returns>The identity, or null where there is no such file or the rights are missing.</returns>
    public static unsafe FileIdentity? TryRead(string path)
    {
        byte* buffer = stackalloc byte[StatxBytes];
        if (Statx(CurrentFolder, path, 0, BasicStats, buffer) != 0)
        {
            return null;
        }

        var fields = new ReadOnlySpan<byte>(buffer, StatxBytes);
        ulong major = BinaryPrimitives.ReadUInt32LittleEndian(fields[136..]);
        return new(
            (major << 32) | BinaryPrimitives.ReadUInt32LittleEndian(fields[140..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(fields[112..]),
            BinaryPrimitives.ReadUInt32LittleEndian(fields[120..]),
            BinaryPrimitives.ReadUInt64LittleEndian(fields[40..]));
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);
}
