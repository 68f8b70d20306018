using Resident.Analysis.Diagnosis.Series;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Objects that wait for finalizers or cleanups, whose goroutine is stuck in one, while what is live rises.</summary>
/// <remarks>Source: runfinq in runtime/mfinal.go: one goroutine runs all finalizers, one after the other.</remarks>
internal sealed class FinalizerBacklogRule : IRule
{
    private const double StuckShare = 0.7;
    private const double NearlyAll = 0.7;
    private const long FewCycles = 3;

    private static readonly string[] Runners = ["runtime.runfinq", "runtime.runFinalizers", "runtime.runCleanups", "runtime.(*cleanupQueue)"];

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var censuses = file.Observation.Goroutines;
        if (censuses.Count < 2)
        {
            return null;
        }

        var stuck = censuses.Select(StuckIn).ToList();
        int count = stuck.Count(static reason => reason is not null);
        double live = file.ChangeOf("live");
        if (count < StuckShare * censuses.Count || stuck[^1] is not { } reason)
        {
            return RuleAnswer.Not(VerdictIds.GoFinalizerBacklog, new("finalizers-run"));
        }

        if (live < file.Smallest / 2 || !(Rises.ToTheEnd(file.TrendOf("live")) || IsKeptOverFewCycles(file)))
        {
            return RuleAnswer.Not(VerdictIds.GoFinalizerBacklog, new("finalizers-wait-live-flat", VerdictFigure.Word("reason", reason)));
        }

        LedgerTermId[] explained = [LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle, LedgerTermId.Metadata];
        return RuleAnswer.Found(
            VerdictIds.GoFinalizerBacklog,
            LedgerTermId.Live,
            claims.OpenRise(explained),
            explained,
            new VerdictFact("finalizer-stuck", VerdictFigure.Word("reason", reason), VerdictFigure.Count("times", count), VerdictFigure.Count("of", censuses.Count)),
            new VerdictFact("live-rises", VerdictFigure.Change("change", live), VerdictFigure.Count("cycles", file.GcCycles ?? 0)));
    }

    // A cycle or two have no shape; nothing that dies does.
    private static bool IsKeptOverFewCycles(CaseFile file) => file.GcCycles is >= 1 and < FewCycles && SurvivalShare.ShareOf(file) >= NearlyAll;

    // What the goroutine that runs finalizers waits for, where that is not its next finalizer; null where it is idle or not there.
    private static string? StuckIn(GoroutineCensus census)
    {
        foreach (var group in census.Groups)
        {
            bool isRunner = group.Start is { Function: { } function } && Runners.Any(name => function.StartsWith(name, StringComparison.Ordinal));
            if (!isRunner)
            {
                continue;
            }

            string reason = group.WaitReason ?? group.State;
            bool isIdle = reason.Contains("finalizer wait", StringComparison.Ordinal) || reason.Contains("cleanup wait", StringComparison.Ordinal)
                || reason.Contains("GC ", StringComparison.Ordinal);
            if (!isIdle)
            {
                return reason;
            }
        }

        return null;
    }
}
