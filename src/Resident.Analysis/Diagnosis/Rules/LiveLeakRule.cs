using Resident.Analysis.Diagnosis.Evidence;
using Resident.Analysis.Diagnosis.Series;
using Resident.Analysis.Trends;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Live objects that rise and do not stop: each cycle finds more reachable than the one before.</summary>
/// <remarks>RES follows with about 1 + GOGC/100 bytes for each live one: the room that the next cycle is due at grows too.</remarks>
internal sealed class LiveLeakRule : IRule
{
    private const long LeastCycles = 3;
    private const double LeastShare = 0.03;
    private const double LeastCyclesOfALoad = 2;

    // Of what was allocated since the cycle before, reachable: garbage of any load is more than the rest.
    private const double NearlyAll = 0.7;
    private const double ReturningShare = 0.5;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!claims.IsFree(LedgerTermId.Live))
        {
            return null;
        }

        if (!file.Has(LedgerTermId.Live))
        {
            return Unsplit(file, claims);
        }

        var (live, trend, isRising) = Look(file);
        double change = trend.Change;
        if (file.GcCycles is >= 1 and < LeastCycles && change >= Math.Max(file.Smallest / 2, LeastShare * live.Last))
        {
            double survived = SurvivalShare.ShareOf(file);
            if (survived >= NearlyAll && !WasBuiltAtOnce(file, change))
            {
                return OfFewCycles(file, claims, change, survived);
            }

            if (file.GcCycles == LeastCycles - 1 && !LargeBlocks.HaveSettled(file))
            {
                return TooEarly(file, claims, change);
            }
        }

        return isRising && LookPower.IsClear(live) && !Bursts.HideWhatStays(file) && !SurvivalShare.IsLoadOverSince(file, live)
            ? MayReturn(file, claims, change) ?? Rising(file, claims, trend)
            : RuleAnswer.Not(VerdictIds.GoLiveHeapLeak, new(
                "live-flat", VerdictFigure.Bytes("live", live.Last), VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
    }

    /// <summary>Gets by how much what is live has to rise over a window to be a leak by its trend, bytes.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="live">What is live at the end, bytes.</param>
    public static double LeastChange(CaseFile file, double live) => Math.Max(file.Smallest / 3, LeastShare * live);

    private static (TimeSeries Live, Trend Trend, bool IsRising) Look(CaseFile file)
    {
        var live = file.Series("live");
        var trend = file.TrendOf("live");
        bool isRising = IsRising(file, live, trend);
        if (isRising || trend.WindowSeconds >= TrendThresholds.LongWindowSeconds)
        {
            return (live, trend, isRising);
        }

        if (Rises.SinceARelease(live) is { } since && CaseFile.TrendOf(since) is { Shape: TrendShape.Line } sinceTrend && IsRising(file, since, sinceTrend))
        {
            return (since, sinceTrend, true);
        }

        if (!Rises.HasCopies(live))
        {
            return (live, trend, false);
        }

        // Both arrays are found in some cycles, the new one alone in others: what is kept is seen along the lower or the upper ones.
        foreach (var kept in (TimeSeries[])[live.WithoutSpikes(), live.WithoutDips()])
        {
            var keptTrend = CaseFile.TrendOf(kept);
            if (IsRising(file, kept, keptTrend))
            {
                return (kept, keptTrend, true);
            }
        }

        return (live, trend, false);
    }

    private static bool IsRising(CaseFile file, TimeSeries live, Trend trend) =>
        trend.Change >= LeastChange(file, live.Last) && HasSeenItsCycle(trend) && (Rises.ToTheEnd(trend) || IsATableThatFills(file, live, trend) || Rises.AfterABend(live, trend))
        && Rises.StaysUp(live, trend, trend.Change) && !Rises.SlowsDown(live);

    private static RuleAnswer Rising(CaseFile file, Claims claims, Trend trend)
    {
        double change = trend.Change;
        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        // Of samples without smaps, garbage and idle pages take each other's place between two: their sum is better
        // known than the rise of each.
        bool isDerived = file.LastLedger?.Sources.Contains("smaps", StringComparer.Ordinal) is false && claims.IsFree(LedgerTermId.Idle) && claims.IsFree(LedgerTermId.Garbage);
        double room = isDerived ? Math.Min(change + file.ChangeOf("room"), file.ResTo.Bytes - file.ResFrom.Bytes) : 0;
        double bytes = Math.Max(HeapTerms.RiseWithLive(claims, explained, HeapTerms.IsResident(file, change) ? change : 0), room);
        var evidence = new List<VerdictFact>
        {
            new("live-rises", VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            new("live-slope", VerdictFigure.PerHour("slope", trend.SlopePerHour), VerdictFigure.Ratio("ratio", bytes / Math.Max(change, 1))),
        };
        bool isWritten = HeapTerms.IsResident(file, change);
        if (!isWritten)
        {
            evidence.Add(new(VerdictFactIds.Unwritten, VerdictFigure.Bytes("virtual", change)));
        }

        if (trend.CycleSeconds is { } cycle && trend.CycleAmplitude >= file.Smallest / 2)
        {
            evidence.Add(new("on-top-of-cycle", VerdictFigure.Seconds("cycle", cycle), VerdictFigure.Bytes("amplitude", trend.CycleAmplitude)));
        }

        return RuleAnswer.Found(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, isWritten ? Math.Max(bytes, change) : bytes, explained, [.. evidence]);
    }

    // A line beside a cycle that was searched for is believed when two of them were seen.
    private static bool HasSeenItsCycle(Trend trend) =>
        trend.CycleSeconds is not { } cycle || trend.WindowSeconds >= TrendThresholds.LongWindowSeconds || trend.WindowSeconds >= LeastCyclesOfALoad * cycle;

    private static bool IsATableThatFills(CaseFile file, TimeSeries live, Trend trend) =>
        trend.Shape == TrendShape.Step && trend.WindowSeconds < TrendThresholds.LongWindowSeconds && Rises.BesideJumps(live, trend.Change)
        && LargeBlocks.AreOf(file, trend.Change);

    // Nothing that is allocated is freed, and it is allocated until the end: what came since the last cycle is of the same kind.
    private static RuleAnswer OfFewCycles(CaseFile file, Claims claims, double change, double survived)
    {
        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        return RuleAnswer.Found(
            VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, Math.Max(change, claims.OpenRise([.. explained])), explained,
            new VerdictFact("live-rises", VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            new VerdictFact("survivors", VerdictFigure.Share("share", survived)));
    }

    // Two cycles tell of a rise, and nothing of whether it goes on.
    private static RuleAnswer TooEarly(CaseFile file, Claims claims, double change)
    {
        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        return RuleAnswer.Found(
            VerdictIds.NotSureYet, LedgerTermId.Live, Math.Max(change, claims.OpenRise([.. explained])), explained,
            new VerdictFact(VerdictFactIds.FewCycles, VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            new VerdictFact("live-rises", VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
    }

    // Most of what rose came from places that have stopped: nothing like it comes any more.
    private static bool WasBuiltAtOnce(CaseFile file, double change) => file.SurvivorsOfAll is { } all && all.EndedBytes >= ReturningShare * change;

    // Most of the rise is of places that have freed such objects before, only not now: a batch that is collected, a
    // load that comes and goes.
    private static RuleAnswer? MayReturn(CaseFile file, Claims claims, double change)
    {
        if (WasBuiltAtOnce(file, change))
        {
            return TooEarly(file, claims, change);
        }

        if (file.Survivors is not { Returning: [var first, ..] returning } || returning.Sum(static flow => flow.ArrivedBytes) < ReturningShare * change)
        {
            return null;
        }

        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        return RuleAnswer.Found(
            VerdictIds.NotSureYet, LedgerTermId.Live, Math.Max(change, claims.OpenRise([.. explained])), explained,
            new VerdictFact(
                VerdictFactIds.FreedBefore, VerdictFigure.Word("function", first.Suspect.Function), VerdictFigure.Count("before", first.TotalFrees - first.Frees),
                VerdictFigure.Count("frees", first.Frees), VerdictFigure.Count("objects", first.Judged)),
            new VerdictFact("live-rises", VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
    }

    // Without the runtime's figures: the heap as a whole rises in a line.
    private static RuleAnswer? Unsplit(CaseFile file, Claims claims)
    {
        double change = claims.Open(LedgerTermId.GoHeap);
        var trend = file.TermTrend(LedgerTermId.GoHeap);
        return change >= file.Smallest && Rises.ToTheEnd(trend)
            ? RuleAnswer.Found(
                VerdictIds.GoLiveHeapLeak, LedgerTermId.GoHeap, change, [LedgerTermId.GoHeap],
                new VerdictFact("go-heap-rises", VerdictFigure.Change("change", change), VerdictFigure.PerHour("slope", trend.SlopePerHour)))
            : null;
    }
}
