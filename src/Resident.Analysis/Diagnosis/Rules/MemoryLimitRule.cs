using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>GOMEMLIMIT is near what is live, so that GC runs all the time; or it is what stops the heap, by design.</summary>
/// <remarks>Source: memoryLimitHeapGoal in runtime/mgcpacer.go, the memory limit in go.dev/doc/gc-guide.</remarks>
internal sealed class MemoryLimitRule : IRule
{
    /// <summary>Of the limit, what is live where the limit is near.</summary>
    public const double NearShare = 0.6;

    private const double CyclesASecond = 1;
    private const long LeastCycles = 5;
    private const double LittleRoom = 1.25;

    private static readonly LedgerTermId[] Explained =
    [
        LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle, LedgerTermId.Metadata,
    ];

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastGo is not { MemoryLimit: { } limit } go)
        {
            return null;
        }

        double live = file.Series("live").MedianBetween(0.8, 1);
        double goal = file.Series("goal").MedianBetween(0.8, 1);
        double grown = claims.OpenRise(Explained);
        double perSecond = file.GcRate;
        bool isNear = live >= NearShare * limit.Bytes || file.ResTo.Bytes >= 0.95 * limit.Bytes;
        bool isThrashing = perSecond >= CyclesASecond || (live >= 0.9 * limit.Bytes && file.GcCycles >= LeastCycles);
        if (isThrashing && isNear && goal < LittleRoom * live)
        {
            return RuleAnswer.Found(
                VerdictIds.GoMemlimitTooLow,
                LedgerTermId.Live,
                Math.Max(grown, live),
                Explained,
                [
                    new VerdictFact("limit-near-live", VerdictFigure.Bytes("limit", limit.Bytes), VerdictFigure.Bytes("live", live)),
                    new VerdictFact("gc-thrashes", VerdictFigure.Count("perSecond", Math.Round(perSecond, 1)), VerdictFigure.Ratio("room", goal / Math.Max(live, 1))),
                    .. WhatRaisingBuys(file, claims, limit.Bytes, live),
                ])
                with
            { IsLevel = grown < file.Smallest };
        }

        bool isByLimit = go.Gogc is < 0 or > 400;
        double garbage = file.Level(LedgerTermId.Garbage);
        if (isByLimit && (claims.Open(LedgerTermId.Garbage) >= file.Smallest || garbage >= 0.3 * file.ResTo.Bytes))
        {
            return RuleAnswer.Found(
                VerdictIds.GoMemlimitFill,
                LedgerTermId.Garbage,
                Math.Max(grown, garbage),
                Explained,
                new VerdictFact("fills-to-limit", VerdictFigure.Bytes("limit", limit.Bytes), VerdictFigure.Bytes("live", live), VerdictFigure.Bytes("garbage", garbage)))
                with
            { IsLevel = grown < file.Smallest };
        }

        return RuleAnswer.Not(VerdictIds.GoMemlimitTooLow, new(
            "limit-has-room", VerdictFigure.Bytes("limit", limit.Bytes), VerdictFigure.Bytes("live", live)));
    }

    // Below a leak, a higher limit is time: until what is live comes near that one too.
    private static IEnumerable<VerdictFact> WhatRaisingBuys(CaseFile file, Claims claims, double limit, double live)
    {
        double pace = file.ChangeOf("live") / Math.Max(file.Seconds, 1);
        if (!claims.HasFound(VerdictIds.GoLiveHeapLeak) || pace <= 0)
        {
            yield break;
        }

        double raised = MemoryLimits.Raised(file, limit);
        double room = Math.Max(0, raised - MemoryLimits.OthersOf(file) - live);
        yield return new("limit-raised-buys", VerdictFigure.Bytes("raised", raised), VerdictFigure.Seconds("time", room / pace));
    }
}
