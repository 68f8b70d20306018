using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Sampling;

/// <summary>Makes GC cycles of the runtime's ring of its last 256 pauses, so that none is lost between two samples, with the
/// heap of the newest where the runtime told it.</summary>
internal sealed class PauseCycles
{
    private const double NanosecondsPerMillisecond = 1e6;
    private const long BytesPerMebibyte = 1024 * 1024;
    private const string LostWarning = "More GC cycles ended since the sample before than the 256 that the runtime remembers: the oldest of them are not told. A shorter --interval tells all.";

    private long _last;
    private int _run;

    /// <summary>Puts cycles on a timeline, each where it ended.</summary>
    public static List<GcEntry> ToEntries(IEnumerable<GcCycle> cycles) =>
        [.. cycles.Select(static cycle => new GcEntry(cycle.WallTime!.Value.ToUnixTimeMilliseconds(), cycle, null, null))];

    /// <summary>Adds to a sample the cycles that ended since the sample before; to the first one of a run all that the ring holds.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>The sample with its cycles, and with a warning where more ended than the ring holds.</returns>
    public Sample AddTo(Sample sample)
    {
        if (sample.Run != _run)
        {
            (_run, _last) = (sample.Run, 0);
        }

        List<GcCycle> cycles = [];
        long before = _last;
        foreach (var pause in sample.Go?.Pauses ?? [])
        {
            if (pause.Number > _last)
            {
                _last = pause.Number;
                var newest = pause.Number == sample.Go!.NumGC ? sample.Go.LastCycle : null;
                cycles.Add(ToCycle(pause, newest, sample.Go));
            }
        }

        bool isWhole = before == 0 || cycles.Count == 0 || cycles[0].Number == before + 1;
        return sample with { GcCycles = cycles, Warnings = isWhole ? sample.Warnings : [.. sample.Warnings, LostWarning] };
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
