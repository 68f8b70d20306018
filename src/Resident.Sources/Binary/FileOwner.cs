using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Resident.Sources.Binary;

/// <summary>Tells whose a file is.</summary>
public static partial class FileOwner
{
    // From include/uapi/linux/stat.h: the structure is the same on every architecture.
    private const int CurrentFolder = -100;
    private const int DoNotFollow = 0x100;
    private const uint BasicStats = 0x7ff;
    private const int StatxBytes = 256;
    private const int TypeBits = 0xF000;
    private const int RegularFile = 0x8000;
    private const int WritableByOthers = 0x12;

    /// <summary>Tells whether a path is a regular file, no link, that this user owns and nobody else may
    /// write.</summary>
    public static unsafe bool IsOwnAlone(string path)
    {
        byte* buffer = stackalloc byte[StatxBytes];
        if (Statx(CurrentFolder, path, DoNotFollow, BasicStats, buffer) != 0)
        {
            return false;
        }

        var fields = new ReadOnlySpan<byte>(buffer, StatxBytes);
        int mode = BinaryPrimitives.ReadUInt16LittleEndian(fields[28..]);
        return (mode & TypeBits) == RegularFile
            && (mode & WritableByOthers) == 0
            && BinaryPrimitives.ReadUInt32LittleEndian(fields[20..]) == GetEffectiveUser();
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "geteuid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial uint GetEffectiveUser();
}
