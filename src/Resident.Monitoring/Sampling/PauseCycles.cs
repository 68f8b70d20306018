using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Sampling;

/// <summary>Makes GC cycles of the runtime's ring of its last 256 pauses, so that none is lost between two samples, with the
/// heap of the newest where the runtime told it.</summary>
internal sealed class PauseCycles
{
    private const double NanosecondsPerMillisecond = 1e6;
    private const long BytesPerMebibyte = 1024 * 1024;

    private long _last;
    private int _run;

    /// <summary>Puts cycles on a timeline, each where it ended.</summary>
    public static List<GcEntry> ToEntries(IEnumerable<GcCycle> cycles) =>
        [.. cycles.Select(static cycle => new GcEntry(cycle.WallTime!.Value.ToUnixTimeMilliseconds(), cycle, null, null))];

    /// <summary>Takes the cycles that ended since the sample before. At the first sample of a run these are all that the ring holds.</summary>
    public IReadOnlyList<GcCycle> Take(Sample sample)
    {
        if (sample.Run != _run)
        {
            (_run, _last) = (sample.Run, 0);
        }

        List<GcCycle>? cycles = null;
        foreach (var pause in sample.Go?.Pauses ?? [])
        {
            if (pause.Number > _last)
            {
                _last = pause.Number;
                var newest = pause.Number == sample.Go!.NumGC ? sample.Go.LastCycle : null;
                (cycles ??= []).Add(ToCycle(pause, newest, sample.Go));
            }
        }

        return cycles ?? (IReadOnlyList<GcCycle>)[];
    }

    private static GcCycle ToCycle(GcPause pause, GoGcPhases? phases, GoMemory memory) => new()
    {
        Line = 0,
        Number = pause.Number,
        WallTime = pause.EndedAt,
        Era = "memory",
        PauseMilliseconds = pause.PauseNs / NanosecondsPerMillisecond,
        ClockMilliseconds = phases is null
            ? []
            : [phases.SweepTerminationNs / NanosecondsPerMillisecond, phases.MarkNs / NanosecondsPerMillisecond, phases.MarkTerminationNs / NanosecondsPerMillisecond],
        HeapStartMebibytes = phases?.HeapStart.Bytes / BytesPerMebibyte,
        HeapEndMebibytes = phases?.HeapEnd.Bytes / BytesPerMebibyte,
        HeapLiveMebibytes = phases?.HeapMarked.Bytes / BytesPerMebibyte,
        GoalMebibytes = phases is null ? null : memory.NextGC?.Bytes / BytesPerMebibyte,
        Forced = phases?.IsForced ?? false,
    };
}
