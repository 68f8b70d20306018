using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Reads the times of the last cycle from the collector's state.</summary>
internal static class GoWorkParser
{
    /// <summary>Reads them.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="work">The bytes of runtime.work.</param>
    /// <param name="lastGc">memstats.last_gc_nanotime, which is the end of the cycle that is asked for.</param>
    /// <returns>The phases, or null while a cycle runs (the times are then of two cycles) or after a later one has ended.</returns>
    public static GoGcPhases? Parse(GoLayout layout, ReadOnlySpan<byte> work, long lastGc)
    {
        long start = work.I64(layout[GoField.WorkTSweepTerm]);
        long mark = work.I64(layout[GoField.WorkTMark]);
        long termination = work.I64(layout[GoField.WorkTMarkTerm]);
        long end = work.I64(layout[GoField.WorkTEnd]);
        if (start <= 0 || start > mark || mark > termination || termination > end || end != lastGc)
        {
            return null;
        }

        return new()
        {
            SweepTerminationNs = mark - start,
            MarkNs = termination - mark,
            MarkTerminationNs = end - termination,
            HeapStart = new(work.I64(layout[GoField.WorkHeap0])),
            HeapEnd = new(work.I64(layout[GoField.WorkHeap1])),
            HeapMarked = new(work.I64(layout[GoField.WorkHeap2])),
            IsForced = work[layout[GoField.WorkUserForced]] != 0,
        };
    }
}
