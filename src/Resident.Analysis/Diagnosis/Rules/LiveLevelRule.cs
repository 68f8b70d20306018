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
    private const double LargeNowShare = 0.7;
    private const double LeastLarge = 0.3;
    private const double LeastShare = 0.35;

    // A table that doubles holds the old and the new one for a moment: the room for both stays behind it.
    private const double LeastShareOfLarge = 0.1;
    private const double KeptShare = 0.5;
    private const double Recent = 0.85;
    private const double EarlyStep = 0.25;
    private const double EarlyFull = 0.5;
    private const double EarlySettled = 0.4;
    private const double SettledConstants = 3;
    private const long LeastCycles = 2;
    private const int LeastPoints = 3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        bool isSeen = file.GcCycles >= LeastCycles || (file.GcCycles > 0 && LargeBlocks.HaveSettled(file));
        if (!claims.IsFree(LedgerTermId.Live) || !isSeen || Bursts.HideWhatStays(file))
        {
            return null;
        }

        var (live, trend) = Look(file);
        bool isLarge = live.Count > 0 && file.Series("large-objects").MedianBetween(0.8, 1) >= LargeNowShare * live.Last;
        double change = RiseToALevel(live, trend);
        if (change < file.Smallest / 2 && isLarge)
        {
            change = RiseBeforeTheFirstCycle(file, live);
        }

        if (change < file.Smallest / 2 || !HeapTerms.IsResident(file, change))
        {
            return null;
        }

        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        double bytes = Math.Max(change, claims.OpenRise([.. explained]));
        double large = LargeRise(file);
        isLarge &= large >= LeastLarge * change;
        // Parts of the room above it take each other's place: their rises may be more than all that RES rose, and less than the room's own.
        double room = change + Math.Max(0, file.ChangeOf("room"));
        double grown = Math.Min(Math.Max(bytes, room), Math.Max(change, file.ResTo.Bytes - file.ResFrom.Bytes));
        if (change < (isLarge ? LeastShareOfLarge : LeastShare) * grown)
        {
            // The room above it grew, not what is live.
            return null;
        }

        var level = new VerdictFact("live-levelled", VerdictFigure.Change("change", change), VerdictFigure.Bytes("level", live.Last));
        var blocks = new VerdictFact("large-blocks", VerdictFigure.Change("large", large), VerdictFigure.Share("share", Math.Clamp(large / change, 0, 1)));
        return large >= LargeShare * change || isLarge
            ? OfTables(file, bytes, explained, level, blocks)
            : RuleAnswer.Found(KindOf(file, trend), LedgerTermId.Live, bytes, explained, level);
    }

    private static RuleAnswer OfTables(CaseFile file, double bytes, IReadOnlyList<LedgerTermId> terms, VerdictFact level, VerdictFact blocks) =>
        LargeBlocks.MayBeFilledOn(file)
            ? RuleAnswer.Found(VerdictIds.NotSureYet, LedgerTermId.Live, bytes, terms, new VerdictFact(VerdictFactIds.TableMayFill), level, blocks)
            : RuleAnswer.Found(VerdictIds.GoLiveHeapPlateau, LedgerTermId.Live, bytes, terms, level, blocks);

    // Where the load is over, no cycle runs, and what the last one found is what there is.
    private static (TimeSeries Live, Trend Trend) Look(CaseFile file)
    {
        var live = file.Series("live");
        if (!SurvivalShare.IsLoadOverSince(file, live))
        {
            return (live, file.TrendOf("live"));
        }

        var held = live.HeldUntil(file.Seconds);
        return (held, CaseFile.TrendOf(held));
    }

    private static double LargeRise(CaseFile file)
    {
        var large = file.Series("large-objects");
        return Math.Max(file.ChangeOf("large-objects"), large.Last - large.First);
    }

    // By how much what is live rose to where it stays; 0 where it did not, or where it is too early to say that it stays.
    private static double RiseToALevel(TimeSeries live, Trend trend)
    {
        double change = trend.Change;
        bool isLevel = trend.Shape != TrendShape.Constant && live.Count >= LeastPoints && Rises.StaysUp(live, trend, change, Rises.OneOfBothArrays) && !Rises.WasLost(live, trend, change)
            && !(trend.ChangeAtSeconds - trend.FromSeconds > Recent * trend.WindowSeconds);
        return isLevel ? change : 0;
    }

    // Tables double at once: what the window's first cycle finds already was not there when the window began. Bursts are found and lost again.
    private static double RiseBeforeTheFirstCycle(CaseFile file, TimeSeries live)
    {
        var resident = file.Term(LedgerTermId.Live);
        double change = resident.Last - resident.First;
        return file.Res.Last - file.Res.First >= change && (live.Min >= KeptShare * live.Last || LargeBlocks.HaveSettled(file)) ? change : 0;
    }

    // What a young process took at once and then had is its warm-up; what came later, or took most of the window, is told by its shape.
    private static string KindOf(CaseFile file, Trend trend)
    {
        double window = Math.Max(file.Seconds, 1);
        bool isYoung = file.AgeAtStart < Math.Max(YoungSeconds, window);
        bool isStep = trend.Shape == TrendShape.Step;
        double arrived = trend.ChangeAtSeconds - trend.FromSeconds ?? SettledConstants * (trend.TimeConstantSeconds ?? window);
        double early = isStep ? EarlyStep : trend.ChangeAtSeconds is null ? EarlySettled : EarlyFull;
        return isYoung && arrived < early * window ? VerdictIds.HealthyWarmup
            : isStep ? VerdictIds.HealthyStep
            : trend.ChangeAtSeconds is null || !isYoung ? VerdictIds.HealthySaturating
            : VerdictIds.HealthyWarmup;
    }
}
