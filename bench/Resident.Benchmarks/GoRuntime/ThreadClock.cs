using System.Runtime.InteropServices;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>The processor time of this thread: on a machine with other work to do the only time that tells what something costs.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Gets the time so far, in nanoseconds.</summary>
    public static long Now => ClockGetTime(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private record struct TimeSpec(long Seconds, long Nanoseconds);
}
