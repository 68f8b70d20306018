using Resident.Model;
using Resident.Monitoring.Sampling;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>The process that a recording is of.</summary>
internal static class RecordedProcess
{
    /// <summary>Tells whether it still runs, here: the same PID with the same start time.</summary>
    /// <param name="run">The run, or null where the recording names none.</param>
    /// <param name="last">The last sample of it.</param>
    public static bool IsRunning(RecordedRun? run, Sample last)
    {
        if ((run?.Pid ?? last.Process?.Pid) is not (> 0 and var pid))
        {
            return false;
        }

        try
        {
#pragma warning disable RS0030 // Only the process's start is compared: no time of ours goes into the answer
            var processes = new ProcessSources("/proc", TimeProvider.System).Processes;
#pragma warning restore RS0030
            var now = processes.Read(pid, countOpenFiles: false);
            return last.Process is { StartTicks: > 0 and var start } process
                ? now.StartTicks == start && string.Equals(now.Comm, process.Comm, StringComparison.Ordinal)
                : run?.StartedAt is { } recorded && processes.Host.StartTime(now.StartTicks) is { } started && Math.Abs((recorded - started).TotalSeconds) < 1;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            return false;
        }
    }
}
