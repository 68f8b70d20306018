using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Resident.Sources.Procfs;

/// <summary>Counts a process's open files.</summary>
/// <remarks>
/// Linux 6.2 and later tell their number as the folder's size, at no cost. Before, the folder's entries are counted; a folder enumerated
/// by .NET would be two calls more for each, because each is a link.
/// </remarks>
internal static partial class OpenFileCounter
{
    // From include/uapi/linux/stat.h and magic.h: the structures are the same on x86_64 and aarch64.
    private const int CurrentFolder = -100;
    private const uint SizeOnly = 0x200;
    private const int StatxBytes = 256;
    private const int StatxSize = 40;
    private const int StatfsBytes = 256;
    private const long ProcMagic = 0x9fa0;
    private const int NameOfEntry = 19;
    private const int NotPermitted = 1;
    private const int AccessDenied = 13;

    /// <summary>Counts them.</summary>
    /// <param name="path">The folder /proc/PID/fd.</param>
    /// <exception cref="UnauthorizedAccessException">The folder may not be read.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static int Count(string path) => CountOfKernel(path) is > 0 and var count ? count : CountEntries(path);

    // Zero where the kernel does not tell, or where there are none.
    private static unsafe int CountOfKernel(string path)
    {
        byte* system = stackalloc byte[StatfsBytes];
        byte* file = stackalloc byte[StatxBytes];
        return Statfs(path, system) == 0 && *(long*)system == ProcMagic && Statx(CurrentFolder, path, 0, SizeOnly, file) == 0
            ? (int)Math.Min(BinaryPrimitives.ReadInt64LittleEndian(new(file + StatxSize, sizeof(long))), int.MaxValue)
            : 0;
    }

    private static unsafe int CountEntries(string path)
    {
        nint folder = OpenFolder(path);
        if (folder == 0)
        {
            throw Marshal.GetLastPInvokeError() is NotPermitted or AccessDenied
                ? new UnauthorizedAccessException($"{path} may not be read.")
                : new DirectoryNotFoundException($"There is no folder {path}.");
        }

        try
        {
            int count = 0;
            while (ReadFolder(folder) is var entry and not null)
            {
                count += entry[NameOfEntry] == (byte)'.' ? 0 : 1;
            }

            return count;
        }
        finally
        {
            _ = CloseFolder(folder);
        }
    }

    [LibraryImport("libc", EntryPoint = "statfs", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statfs(string path, byte* buffer);

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial int Statx(int folder, string path, int flags, uint mask, byte* buffer);

    [LibraryImport("libc", EntryPoint = "opendir", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint OpenFolder(string path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static unsafe partial byte* ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int CloseFolder(nint folder);
}
