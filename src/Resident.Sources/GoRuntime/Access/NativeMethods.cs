using System.Runtime.InteropServices;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>The system call that reads another process's memory without stopping it: process_vm_readv(2).</summary>
internal static partial class NativeMethods
{
    /// <summary>EPERM.</summary>
    public const int OperationNotPermitted = 1;

    /// <summary>ESRCH.</summary>
    public const int NoSuchProcess = 3;

    /// <summary>ENOSYS.</summary>
    public const int NotImplemented = 38;

    /// <summary>IOV_MAX: how many ranges one call takes.</summary>
    public const int MostRanges = 1024;

    /// <summary>Copies ranges of another process to ranges of this one.</summary>
    /// <returns>The number of bytes copied, or -1 with errno set.</returns>
    [LibraryImport("libc", EntryPoint = "process_vm_readv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static unsafe partial nint ProcessVmReadv(
        int pid, IoVector* local, nuint localCount, IoVector* remote, nuint remoteCount, nuint flags);
}
