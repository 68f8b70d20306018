using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>What does not change while the machine is up.</summary>
/// <param name="PageSize">The size of a page, bytes.</param>
/// <param name="TicksPerSecond">USER_HZ: the clock ticks a second in which /proc counts time.</param>
/// <param name="BootTime">When the machine started, to the second, or null where /proc/stat does not say.</param>
/// <param name="MemTotal">The RAM that the kernel manages, or null where /proc/meminfo does not say.</param>
public sealed record HostFacts(int PageSize, long TicksPerSecond, DateTimeOffset? BootTime, ByteSize? MemTotal)
{
    /// <summary>Converts a process's start time.</summary>
    /// <param name="startTicks">Field 22 of /proc/PID/stat, as <see cref="ProcessMemory.StartTicks"/>.</param>
    /// <returns>The time, to the second, or null where the boot time is not known or the sum is no date.</returns>
    public DateTimeOffset? StartTime(ulong startTicks)
    {
        if (BootTime is not { } boot)
        {
            return null;
        }

        var sinceBoot = ToTimeSpan(startTicks);
        return sinceBoot < DateTimeOffset.MaxValue - boot ? boot + sinceBoot : null;
    }

    /// <summary>Converts clock ticks. What no TimeSpan holds becomes the largest one.</summary>
    public TimeSpan ToTimeSpan(ulong ticks)
    {
        var span = (UInt128)ticks * TimeSpan.TicksPerSecond / (ulong)TicksPerSecond;
        return new((long)UInt128.Min(span, (UInt128)long.MaxValue));
    }
}
