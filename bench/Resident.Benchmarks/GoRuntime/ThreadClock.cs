using System.Runtime.InteropServices;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>Processor time, of this thread or of another process: on a machine with other work to do the only time that tells what something
/// costs.</summary>
internal static partial class ThreadClock
{
    private const int ThreadCpuTime = 3;

    /// <summary>Gets the time so far, in nanoseconds.</summary>
    public static long Now => ClockGetTime(ThreadCpuTime, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;

    /// <summary>Gets the processor time of all threads of another process so far, in nanoseconds, those that run at this moment included.</summary>
    /// <remarks>The clock that clock_getcpuclockid(3) names: ~PID shifted by three, and 2 for what the scheduler counts.</remarks>
    public static long OfProcess(int pid) => ClockGetTime((~pid << 3) | 2, out var time) == 0 ? (time.Seconds * 1_000_000_000) + time.Nanoseconds : 0;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int ClockGetTime(int clock, out TimeSpec time);

    private record struct TimeSpec(long Seconds, long Nanoseconds);
}
