using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>The catalogue of figures that a GC cycle or a scavenger line gives.</summary>
internal static class GcSeries
{
    private const double BytesPerMebibyte = 1024 * 1024;

    /// <summary>Gets the series of cycles, in the order of <see cref="ReadCycle"/>.</summary>
    public static IReadOnlyList<SeriesDescription> Cycles { get; } =
    [
        new("gc.heapStart", "bytes", "event"),
        new("gc.heapEnd", "bytes", "event"),
        new("gc.heapLive", "bytes", "event"),
        new("gc.goal", "bytes", "event"),
        new("gc.stacks", "bytes", "event"),
        new("gc.globals", "bytes", "event"),
        new("gc.pause", "ms", "event"),
        new("gc.cpu", "percent", "event"),
        new("gc.allocRate", "bytes/s", "event"),
    ];

    /// <summary>Gets the series of scavenger lines, in the order of <see cref="ReadScavenge"/>.</summary>
    public static IReadOnlyList<SeriesDescription> Scavenges { get; } =
    [
        new("scav.work", "bytes", "event"),
        new("scav.released", "bytes", "event"),
        new("scav.utilization", "percent", "event"),
        new("scav.inuse", "bytes", "event"),
        new("scav.idle", "bytes", "event"),
        new("scav.sys", "bytes", "event"),
        new("scav.consumed", "bytes", "event"),
    ];

    /// <summary>Takes a cycle's figures; NaN where its era has none.</summary>
    public static void ReadCycle(GcEntry entry, Span<double> values)
    {
        var cycle = entry.Cycle;
        values[0] = cycle.HeapStartMebibytes * BytesPerMebibyte ?? double.NaN;
        values[1] = cycle.HeapEndMebibytes * BytesPerMebibyte ?? double.NaN;
        values[2] = cycle.HeapLiveMebibytes * BytesPerMebibyte ?? double.NaN;
        values[3] = cycle.GoalMebibytes * BytesPerMebibyte ?? double.NaN;
        values[4] = cycle.StacksMebibytes * BytesPerMebibyte ?? double.NaN;
        values[5] = cycle.GlobalsMebibytes * BytesPerMebibyte ?? double.NaN;
        values[6] = cycle.PauseMilliseconds;
        values[7] = entry.CpuPercent ?? double.NaN;
        values[8] = entry.AllocationRate ?? double.NaN;
    }

    /// <summary>Takes a scavenger line's figures; NaN where its era has none.</summary>
    public static void ReadScavenge(ScavengeEvent scavenge, Span<double> values)
    {
        values[0] = scavenge.Work?.Bytes ?? double.NaN;
        values[1] = scavenge.Released?.Bytes ?? double.NaN;
        values[2] = scavenge.UtilizationPercent ?? double.NaN;
        values[3] = scavenge.Inuse?.Bytes ?? double.NaN;
        values[4] = scavenge.Idle?.Bytes ?? double.NaN;
        values[5] = scavenge.Sys?.Bytes ?? double.NaN;
        values[6] = scavenge.Consumed?.Bytes ?? double.NaN;
    }
}
