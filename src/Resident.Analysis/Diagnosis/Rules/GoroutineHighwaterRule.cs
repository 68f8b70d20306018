using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>A peak of goroutines that is over: their structures are never freed.</summary>
/// <remarks>Source: golang/go#9869 and #34457. A g takes about 450 bytes in the heap, in allgs and the free lists for ever.</remarks>
internal sealed class GoroutineHighwaterRule : IRule
{
    private const double BytesADead = 450;
    private const double LeastDead = 1000;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.Observation.Goroutines.Count == 0 || !claims.IsFree(LedgerTermId.Stacks))
        {
            return null;
        }

        var last = file.Observation.Goroutines[^1];
        double held = last.Dead * BytesADead;
        double newlyDead = last.Dead - file.Observation.Goroutines[0].Dead;
        double peak = Math.Max(last.Dead + last.Count, file.Series("goroutines").Max);
        if (last.Dead < LeastDead || last.Dead < 4 * last.Count || held < Math.Max(1 << 20, 0.1 * file.ResTo.Bytes))
        {
            return RuleAnswer.Not(VerdictIds.GoGoroutineHighwater, new("few-dead-goroutines", VerdictFigure.Count("dead", last.Dead)));
        }

        bool isInWindow = newlyDead > 0.5 * last.Dead;
        LedgerTermId[] explained =
        [
            LedgerTermId.Live, LedgerTermId.Stacks, LedgerTermId.Metadata, LedgerTermId.Idle, LedgerTermId.Garbage, LedgerTermId.Fragmentation,
        ];
        return RuleAnswer.Found(
            VerdictIds.GoGoroutineHighwater,
            LedgerTermId.Live,
            isInWindow ? Math.Max(held, claims.OpenRise(explained)) : held,
            isInWindow ? explained : [LedgerTermId.Stacks],
            new VerdictFact("dead-goroutines", VerdictFigure.Count("dead", last.Dead), VerdictFigure.Count("now", last.Count), VerdictFigure.Bytes("held", held)),
            new VerdictFact("goroutine-peak", VerdictFigure.Count("peak", peak)))
            with
        { IsLevel = !isInWindow };
    }
}
