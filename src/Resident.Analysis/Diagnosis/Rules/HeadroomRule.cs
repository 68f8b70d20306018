using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>The room above what is live that GOGC allows: normal where it fills for the first time, a choice where a ballast or a high
/// GOGC makes it large.</summary>
internal sealed class HeadroomRule : IRule
{
    private const int HighGogc = 150;
    private const long ManyCycles = 5;

    private static readonly LedgerTermId[] Explained = [LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.Fragmentation, LedgerTermId.Live];

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastGo is not { } go || !claims.IsFree(LedgerTermId.Garbage) || !file.Has(LedgerTermId.Garbage))
        {
            return null;
        }

        double live = file.Series("live").Last;
        double goal = file.Series("goal").Last;
        double grown = GrownOf(file, claims);
        double ballast = file.Series("untouched-objects").MedianBetween(0.75, 1);
        double garbage = Math.Max(file.Term(LedgerTermId.Garbage).MedianBetween(0.5, 1), UsedRoom(file, claims, goal - live));
        bool hasBallast = ballast >= 0.3 * Math.Max(live, 1) && ballast >= 8 << 20;
        bool isHigh = go.Gogc is >= HighGogc || hasBallast;
        if (isHigh && (grown >= file.Smallest || garbage >= 0.3 * file.ResTo.Bytes))
        {
            var why = hasBallast
                ? new VerdictFact("ballast", VerdictFigure.Bytes("ballast", ballast), VerdictFigure.Bytes("goal", goal))
                : new VerdictFact("high-gogc", VerdictFigure.Count("gogc", go.Gogc ?? 100), VerdictFigure.Bytes("goal", goal), VerdictFigure.Bytes("live", live));
            return High(file, grown, garbage, why);
        }

        if (grown >= file.Smallest && file.GcCycles < ManyCycles)
        {
            return RuleAnswer.Found(
                VerdictIds.HealthyGcHeadroom,
                LedgerTermId.Garbage,
                grown,
                Explained,
                new VerdictFact("fills-to-goal", VerdictFigure.Bytes("goal", goal), VerdictFigure.Bytes("live", live), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
        }

        return RuleAnswer.Not(VerdictIds.GoGcHeadroom, new(
            "headroom-normal", VerdictFigure.Count("gogc", go.Gogc ?? 100), VerdictFigure.Bytes("goal", goal), VerdictFigure.Bytes("live", live)));
    }

    private static double GrownOf(CaseFile file, Claims claims)
    {
        double rise = claims.OpenRise(LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle);
        return file.GcCycles < ManyCycles ? Math.Max(rise, RoomOf(file.LastLedger!, claims) - RoomOf(file.FirstLedger!, claims)) : rise;
    }

    // What is garbage now is free room right after the next cycle: together they are what the goal keeps in RAM above live.
    private static double UsedRoom(CaseFile file, Claims claims, double most) =>
        claims.IsFree(LedgerTermId.Idle) ? Math.Min(file.Series("room").MedianBetween(0.5, 1), Math.Max(most, 0)) : 0;

    // Within a cycle or two, the room between what is live and the goal fills in a sawtooth of which one tooth is seen.
    private static double RoomOf(Ledger ledger, Claims claims)
    {
        double sum = 0;
        foreach (var term in (ReadOnlySpan<LedgerTermId>)[LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle])
        {
            sum += claims.IsFree(term) ? ledger.ResidentOf(term)?.Bytes ?? 0 : 0;
        }

        return sum;
    }

    private static RuleAnswer High(CaseFile file, double grown, double garbage, VerdictFact why)
    {
        bool isLevel = grown < file.Smallest;
        return RuleAnswer.Found(VerdictIds.GoGcHeadroom, LedgerTermId.Garbage, isLevel ? garbage : grown, Explained, why) with { IsLevel = isLevel };
    }
}
