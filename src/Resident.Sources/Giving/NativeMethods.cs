using System.Runtime.InteropServices;

namespace Resident.Sources.Giving;

/// <summary>The system calls that advise the kernel about another process's pages. The C library has no names for them before glibc 2.36.</summary>
internal static unsafe partial class NativeMethods
{
    /// <summary>SYS_pidfd_open, the same on x64 and arm64.</summary>
    public const nint PidfdOpen = 434;

    /// <summary>SYS_process_madvise, the same on x64 and arm64.</summary>
    public const nint ProcessMadvise = 440;

    /// <summary>MADV_PAGEOUT.</summary>
    public const nint MadvPageout = 21;

    /// <summary>IOV_MAX.</summary>
    public const int MostRanges = 1024;

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Syscall(nint number, nint first, nint second, nint third, nint fourth, nint fifth);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int descriptor);
}
