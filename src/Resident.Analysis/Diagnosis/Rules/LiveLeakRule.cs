using Resident.Analysis.Diagnosis.Series;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Live objects that rise and do not stop: each cycle finds more reachable than the one before.</summary>
/// <remarks>RES follows with about 1 + GOGC/100 bytes for each live one: the room that the next cycle is due at grows too.</remarks>
internal sealed class LiveLeakRule : IRule
{
    private const long LeastCycles = 3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!claims.IsFree(LedgerTermId.Live))
        {
            return null;
        }

        var live = file.Series("live");
        if (live.Count < 4)
        {
            return Unsplit(file, claims);
        }

        var trend = file.TrendOf("live");
        double change = trend.Change;
        bool isRising = change >= Math.Max(file.Smallest / 3, 0.03 * live.Last) && Continues(file, trend) && Rises.StaysUp(live, trend, change);
        if (file.GcCycles < LeastCycles && isRising)
        {
            return RuleAnswer.Not(VerdictIds.GoLiveHeapLeak, new("few-cycles", VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
        }

        if (!isRising)
        {
            return RuleAnswer.Not(VerdictIds.GoLiveHeapLeak, new(
                "live-flat", VerdictFigure.Bytes("live", live.Last), VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
        }

        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        double bytes = claims.OpenRise([.. explained]);
        var evidence = new List<VerdictFact>
        {
            new("live-rises", VerdictFigure.Change("change", change), VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            new("live-slope", VerdictFigure.PerHour("slope", trend.SlopePerHour), VerdictFigure.Ratio("ratio", bytes / Math.Max(change, 1))),
        };
        if (trend.CycleSeconds is { } cycle && trend.CycleAmplitude >= file.Smallest / 2)
        {
            evidence.Add(new("on-top-of-cycle", VerdictFigure.Seconds("cycle", cycle), VerdictFigure.Bytes("amplitude", trend.CycleAmplitude)));
        }

        return RuleAnswer.Found(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, Math.Max(bytes, change), explained, [.. evidence]);
    }

    // Between two cycles the figure stands still: where these are few, the cycles tell more than the samples.
    private static bool Continues(CaseFile file, Trend trend) =>
        Rises.ToTheEnd(file.Series("live"), trend)
        || (file.TrendOf("live-at-cycles").Shape != TrendShape.Saturating && Rises.ToTheEnd(file.Series("live-at-cycles"), trend));

    // Without the runtime's figures: the heap as a whole rises in a line.
    private static RuleAnswer? Unsplit(CaseFile file, Claims claims)
    {
        double change = claims.Open(LedgerTermId.GoHeap);
        var trend = file.TermTrend(LedgerTermId.GoHeap);
        return change >= file.Smallest && Rises.ToTheEnd(file.Term(LedgerTermId.GoHeap), trend)
            ? RuleAnswer.Found(
                VerdictIds.GoLiveHeapLeak, LedgerTermId.GoHeap, change, [LedgerTermId.GoHeap],
                new VerdictFact("go-heap-rises", VerdictFigure.Change("change", change), VerdictFigure.PerHour("slope", trend.SlopePerHour)))
            : null;
    }
}
