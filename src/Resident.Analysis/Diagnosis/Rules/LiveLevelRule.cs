using Resident.Analysis.Diagnosis.Series;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Live objects that rose to a level and stay there: a warm-up, a step, a cache that fills, or backing stores of maps,
/// slices and pools that do not shrink.</summary>
/// <remarks>What tells a store that does not shrink from a cache that is full: nearly all of the rise is in blocks above 32 KiB, as the
/// tables of maps, slices and buffers are (golang/go#20135, #23199).</remarks>
internal sealed class LiveLevelRule : IRule
{
    private const double YoungSeconds = 600;
    private const double LargeShare = 0.6;
    private const double LeastShare = 0.35;
    private const double Recent = 0.85;
    private const long LeastCycles = 2;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var live = file.Series("live");
        var trend = file.TrendOf("live");
        double change = trend.Change;
        if (live.Count < 4 || !claims.IsFree(LedgerTermId.Live) || trend.Shape == TrendShape.Constant || change < file.Smallest / 2
            || file.GcCycles < LeastCycles || !Rises.StaysUp(live, trend, change) || !IsResident(file, change))
        {
            return null;
        }

        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        double bytes = Math.Max(change, claims.OpenRise([.. explained]));
        if (change < LeastShare * bytes || trend.ChangeAtSeconds - trend.FromSeconds > Recent * trend.WindowSeconds)
        {
            // The room above it grew, not what is live; or it is too early to say that it stays.
            return null;
        }

        double large = file.ChangeOf("large-objects");
        var level = new VerdictFact("live-levelled", VerdictFigure.Change("change", change), VerdictFigure.Bytes("level", trend.LevelTo));
        double largeNow = file.Series("large-objects").MedianBetween(0.8, 1);
        if (large >= LargeShare * change || largeNow >= 0.7 * live.Last)
        {
            return RuleAnswer.Found(
                VerdictIds.GoLiveHeapPlateau, LedgerTermId.Live, bytes, explained, level,
                new VerdictFact("large-blocks", VerdictFigure.Change("large", large), VerdictFigure.Share("share", Math.Clamp(large / change, 0, 1))));
        }

        return RuleAnswer.Found(KindOf(file, trend), LedgerTermId.Live, bytes, explained, level);
    }

    // What was never touched, as a ballast, is live and not in RAM.
    private static bool IsResident(CaseFile file, double change)
    {
        var resident = file.Term(LedgerTermId.Live);
        return Math.Max(resident.Last - resident.First, file.Change(LedgerTermId.Live)) >= 0.25 * change;
    }

    private static string KindOf(CaseFile file, Trend trend)
    {
        double window = Math.Max(file.Seconds, 1);
        bool isYoung = file.AgeAtStart < Math.Max(YoungSeconds, window);
        double change = (trend.ChangeAtSeconds ?? 0) / window;
        if (trend.Shape == TrendShape.Step)
        {
            return isYoung && change < 0.25 ? VerdictIds.HealthyWarmup : VerdictIds.HealthyStep;
        }

        // An exponential approach goes on for a while; a warm-up ends.
        bool isSettling = trend.ChangeAtSeconds is null;
        return isSettling || !isYoung ? VerdictIds.HealthySaturating : VerdictIds.HealthyWarmup;
    }
}
