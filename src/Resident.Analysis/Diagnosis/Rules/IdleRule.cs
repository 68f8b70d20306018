using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Free pages that are still resident: a spike that is over, or bursts of which each record raises the heap's reach.</summary>
/// <remarks>Source: the scavenger's goal in runtime/mgcscavenge.go. HeapSys never falls (golang/go#35890): each rise is a record.</remarks>
internal sealed class IdleRule : IRule
{
    private const double MostKept = 0.4;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        int records = Bursts.Records(file);
        // Between bursts that set records, the goal is that of the last burst, and what waits for the next one lies below it.
        var idle = records >= Bursts.LeastRecords ? file.Term(LedgerTermId.Idle) : BeyondTheGoal(file);
        if (idle.Count == 0 || !claims.IsFree(LedgerTermId.Idle))
        {
            return null;
        }

        double grown = Math.Min(file.ChangeOf("room"), Math.Min(claims.Open(LedgerTermId.Idle), Rises.Floor(idle, 0.6, 1) - Rises.Floor(idle, 0, 0.25)));
        double level = Rises.Floor(idle, 0.6, 1);
        double peak = file.Res.Max;
        bool isGrown = grown >= file.Smallest;
        bool isHigh = level >= Math.Max(2 * file.Smallest, 0.25 * file.ResTo.Bytes);
        bool isAfterSpike = peak >= 1.3 * file.ResTo.Bytes && level >= file.Smallest;
        if (!isGrown && !isHigh && !isAfterSpike)
        {
            return InTheMidst(file, claims, records) ?? RuleAnswer.Not(VerdictIds.GoIdleRetained, new("idle-small", VerdictFigure.Bytes("idle", level), VerdictFigure.Change("change", grown)));
        }

        return Kept(file, records, level, grown, peak);
    }

    private static RuleAnswer Kept(CaseFile file, int records, double level, double grown, double peak)
    {
        bool isGrown = grown >= file.Smallest;
        bool isBursts = records >= Bursts.LeastRecords;
        return RuleAnswer.Found(
            isBursts ? VerdictIds.GoHighwaterBursts : VerdictIds.GoIdleRetained,
            LedgerTermId.Idle,
            isGrown ? grown : level,
            [LedgerTermId.Idle, LedgerTermId.Garbage],
            new VerdictFact("idle-held", VerdictFigure.Bytes("idle", level), VerdictFigure.Change("change", grown)),
            isBursts
                ? new VerdictFact("records", VerdictFigure.Count("records", records), VerdictFigure.Bytes("reach", file.LastGo?.HeapSys?.Bytes ?? 0))
                : new VerdictFact("peak-over", VerdictFigure.Bytes("peak", peak), VerdictFigure.Bytes("now", file.ResTo.Bytes)))
            with
        { IsLevel = !isGrown };
    }

    private static RuleAnswer? InTheMidst(CaseFile file, Claims claims, int records) => records >= Bursts.LeastRecords && IsRaisedByBursts(file, claims)
        ? RuleAnswer.Found(
            VerdictIds.GoHighwaterBursts, LedgerTermId.Idle, HeapTerms.Rise(file), [LedgerTermId.Idle, LedgerTermId.Garbage],
            new VerdictFact("records", VerdictFigure.Count("records", records), VerdictFigure.Bytes("reach", file.LastGo?.HeapSys?.Bytes ?? 0)))
        : null;

    // What is live comes and goes, at no pace of its own, and the heap holds more than it did: seen in the middle of a burst.
    private static bool IsRaisedByBursts(CaseFile file, Claims claims)
    {
        var live = file.Series("live");
        return claims.IsFree(LedgerTermId.Live) && live.Max >= 2 * live.Min && file.TrendOf("live").CycleSeconds is null
            && !Rises.HasCopies(live) && (Bursts.HideWhatStays(file) || IsLostAgain(live)) && HeapTerms.Rise(file) >= 2 * file.Smallest;
    }

    // Between bursts what is live is what it was; where its lows rise, something is kept.
    private static bool IsLostAgain(TimeSeries live) => Rises.Floor(live, 0.6, 1) - live.Min < MostKept * (live.Max - live.Min);

    // Free pages right after a cycle are used again before the next: what the heap will not need until its goal is what counts.
    private static TimeSeries BeyondTheGoal(CaseFile file)
    {
        var idle = file.Term(LedgerTermId.Idle);
        var goal = file.Series("goal");
        var used = file.Series("heap-alloc");
        if (goal.Count == 0 || used.Count == 0)
        {
            return idle;
        }

        double[] beyond = [.. idle.Seconds.Select((time, i) => Math.Max(0, idle.Values[i] - Math.Max(0, goal.At(time) - used.At(time))))];
        return new(idle.Seconds, beyond);
    }
}
