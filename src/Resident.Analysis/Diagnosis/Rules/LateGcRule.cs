using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Garbage of a spike that waits for a cycle: the goal was set at the peak, and little is allocated since.</summary>
/// <remarks>Source: forcegcperiod in runtime/proc.go: a cycle runs at the latest two minutes after the last one.</remarks>
internal sealed class LateGcRule : IRule
{
    private const double LeastGap = 15;
    private const double PeriodicGcSeconds = 120;

    private static readonly LedgerTermId[] Explained =
    [
        LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle, LedgerTermId.Metadata,
    ];

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var cycles = file.Series("gc");
        var res = file.Res;
        if (cycles.Count < 4 || res.Count < 4 || file.LastGo is null || !claims.IsFree(LedgerTermId.Garbage))
        {
            return null;
        }

        var (from, to) = LongestGap(cycles);
        double gap = cycles.Seconds[to] - cycles.Seconds[from];
        double held = MedianOf(res, cycles.Seconds[from] + (gap * 0.2), cycles.Seconds[to]);
        bool isOver = to < cycles.Count - 1;
        if (gap < LeastGap || IsSoonDue(file, from, to))
        {
            return NotLate(file, gap);
        }

        return isOver ? Over(file, gap, held, res.Last) : Waiting(file, from, gap, held);
    }

    // The cycle that ended the wait freed most of it.
    private static RuleAnswer Over(CaseFile file, double gap, double held, double last)
    {
        double freed = held - last;
        return freed < Math.Max(file.Smallest, 0.3 * held)
            ? NotLate(file, gap)
            : RuleAnswer.Found(
                VerdictIds.GoGarbageLateGc,
                LedgerTermId.Garbage,
                freed,
                Explained,
                new VerdictFact("late-gc-freed", VerdictFigure.Seconds("gap", gap), VerdictFigure.Bytes("freed", freed), VerdictFigure.Bytes("held", held)));
    }

    // It still waits: RES rose by a spike, and has been flat since the last cycle.
    private static RuleAnswer Waiting(CaseFile file, int from, double gap, double held)
    {
        double before = file.Res.Min;
        double start = file.Series("gc").Seconds[from];
        bool sawSpike = held - before >= Math.Max(file.Smallest, 0.3 * held) && start > file.Res.Seconds[0] + 0.5 && !LargeBlocks.HaveSettled(file);
        double garbage = file.Level(LedgerTermId.Garbage);
        bool isGarbage = garbage >= 0.3 * file.ResTo.Bytes;
        return !sawSpike && !isGarbage
            ? NotLate(file, gap)
            : RuleAnswer.Found(
                VerdictIds.GoGarbageLateGc,
                LedgerTermId.Garbage,
                sawSpike ? held - before : garbage,
                Explained,
                new VerdictFact("late-gc-waits", VerdictFigure.Seconds("gap", gap), VerdictFigure.Seconds("left", Math.Max(0, PeriodicGcSeconds - gap)), VerdictFigure.Bytes("held", sawSpike ? held - before : garbage)))
                with
            { IsLevel = !sawSpike };
    }

    private static RuleAnswer NotLate(CaseFile file, double gap) => RuleAnswer.Not(
        VerdictIds.GoGarbageLateGc, new("gc-in-time", VerdictFigure.Count("cycles", file.GcCycles ?? 0), VerdictFigure.Seconds("gap", gap)));

    private static (int From, int To) LongestGap(TimeSeries cycles)
    {
        (int From, int To) best = (0, 0);
        int start = 0;
        for (int i = 1; i < cycles.Count; i++)
        {
            if (cycles.Values[i] != cycles.Values[i - 1])
            {
                start = i;
            }

            if (cycles.Seconds[i] - cycles.Seconds[start] > cycles.Seconds[best.To] - cycles.Seconds[best.From])
            {
                best = (start, i);
            }
        }

        return best;
    }

    // At the pace of allocation in the gap, the goal would have been reached within the two minutes: that is the normal pace.
    private static bool IsSoonDue(CaseFile file, int from, int to)
    {
        var allocated = file.Series("total-alloc");
        var goal = file.Series("goal");
        var heap = file.Series("heap-alloc");
        if (allocated.Count <= to || goal.Count <= to || heap.Count <= to)
        {
            return false;
        }

        // The spike itself may be in the gap: the pace of its last three quarters is what counts.
        int later = from + ((to - from) / 4);
        double seconds = allocated.Seconds[to] - allocated.Seconds[later];
        double pace = (allocated.Values[to] - allocated.Values[later]) / Math.Max(seconds, 0.1);
        double room = goal.Values[to] - heap.Values[later];
        return pace * PeriodicGcSeconds > room;
    }

    private static double MedianOf(TimeSeries series, double from, double to)
    {
        double window = series.Seconds[^1] - series.Seconds[0];
        return window <= 0 ? series.Last : series.MedianBetween((from - series.Seconds[0]) / window, (to - series.Seconds[0]) / window);
    }
}
