using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Memory that was taken long ago is written to now: RES rises page by page, the heap's own figures do not.</summary>
internal sealed class FirstTouchRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        double touched = -file.ChangeOf("untouched-objects");
        double inUse = file.ChangeOf("heap-inuse");
        double grown = claims.OpenRise(LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation);
        double left = file.Series("untouched-objects").Last;
        if (file.LastLedger?.Figures.UntouchedObjects is null)
        {
            return null;
        }

        if (touched < file.Smallest || touched < 0.5 * grown || Math.Abs(inUse) > 0.5 * touched)
        {
            return RuleAnswer.Not(VerdictIds.GoFirstTouch, new("untouched-flat", VerdictFigure.Bytes("untouched", left)));
        }

        return RuleAnswer.Found(
            VerdictIds.GoFirstTouch,
            LedgerTermId.Live,
            Math.Max(grown, touched),
            [LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation],
            new VerdictFact("touched-now", VerdictFigure.Bytes("touched", touched), VerdictFigure.Bytes("left", left)),
            new VerdictFact("heap-flat", VerdictFigure.Change("inuse", inUse)));
    }
}
