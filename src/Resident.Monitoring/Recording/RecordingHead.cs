using Resident.Model;

namespace Resident.Monitoring.Recording;

/// <summary>Whose past a recording has: the last process that was recorded in it.</summary>
/// <param name="Path">The file.</param>
/// <param name="Pid">The process.</param>
/// <param name="StartTicks">When it started, as in <see cref="ProcessMemory.StartTicks"/>.</param>
/// <param name="StartedAt">The same by the clock.</param>
/// <param name="FromUnixMs">The first sample of it, milliseconds since 1970.</param>
/// <param name="ToUnixMs">The last one.</param>
/// <param name="Writer">Who writes it, or null.</param>
public sealed record RecordingHead(
    string Path, int Pid, ulong StartTicks, DateTimeOffset StartedAt, long FromUnixMs, long ToUnixMs, string? Writer)
{
    // The clock may have been set meanwhile, by far less than a machine takes to restart: ticks count from its start.
    private const double MostClockSeconds = 60;

    /// <summary>Tells whether it is of a process, and not of another one that had its number.</summary>
    /// <param name="process">The process.</param>
    /// <param name="startedAt">When it started by the clock, or null where that is not known.</param>
    public bool IsOf(ProcessMemory process, DateTimeOffset? startedAt)
    {
        ArgumentNullException.ThrowIfNull(process);
        return process.Pid == Pid
            && process.StartTicks == StartTicks
            && startedAt is { } time
            && Math.Abs((StartedAt - time).TotalSeconds) < MostClockSeconds;
    }
}
