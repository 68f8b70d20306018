using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Stacks that grew while the number of goroutines did not: deep recursion, large frames.</summary>
internal sealed class StackGrowthRule : IRule
{
    private const long FewCycles = 1;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!file.Has(LedgerTermId.Stacks))
        {
            return null;
        }

        var goroutines = file.Series("goroutines");
        double stacks = claims.Open(LedgerTermId.Stacks);
        double more = goroutines.Last - goroutines.First;
        double each = file.Level(LedgerTermId.Stacks) / Math.Max(goroutines.Last, 1);
        double level = file.Level(LedgerTermId.Stacks);
        bool isGrown = stacks >= file.Smallest && more <= 0.2 * Math.Max(goroutines.First, 10);
        bool isDeep = level >= 0.3 * file.ResTo.Bytes && each >= 64 * 1024 && claims.IsFree(LedgerTermId.Stacks);
        if (!isGrown && !isDeep)
        {
            return RuleAnswer.Not(VerdictIds.GoStackGrowth, new("stacks-flat", VerdictFigure.Bytes("stacks", level), VerdictFigure.Change("change", stacks)));
        }

        return RuleAnswer.Found(
            VerdictIds.GoStackGrowth,
            LedgerTermId.Stacks,
            isGrown ? stacks : level,
            [LedgerTermId.Stacks],
            [
                new VerdictFact("stacks-without-goroutines", VerdictFigure.Change("stacks", stacks), VerdictFigure.Count("count", goroutines.Last), VerdictFigure.Bytes("each", each)),
                .. WhenTheyShrink(file),
            ])
            with
        { IsLevel = !isGrown };
    }
    // A stack that is used to less than a quarter is halved, by a GC cycle and by nothing else (shrinkstack in
    // runtime/stack.go).
    private static IEnumerable<VerdictFact> WhenTheyShrink(CaseFile file) => file.GcCycles is >= 0 and <= FewCycles and { } cycles
        ? [new("stacks-shrink-in-gc", VerdictFigure.Count("cycles", cycles))]
        : [];
}
