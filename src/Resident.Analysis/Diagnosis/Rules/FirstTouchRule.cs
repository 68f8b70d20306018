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
            return UnderALoad(file, claims, touched, left);
        }

        return RuleAnswer.Found(
            VerdictIds.GoFirstTouch,
            LedgerTermId.Live,
            Math.Max(grown, touched),
            [LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation],
            new VerdictFact("touched-now", VerdictFigure.Bytes("touched", touched), VerdictFigure.Bytes("left", left)),
            new VerdictFact("heap-flat", VerdictFigure.Change("inuse", inUse)));
    }

    // The load fills the room above live meanwhile: what is live is the same as before, and more of it is in RAM.
    private static RuleAnswer UnderALoad(CaseFile file, Claims claims, double touched, double left)
    {
        double resident = claims.Open(LedgerTermId.Live);
        double live = file.ChangeOf("live");
        return touched < file.Smallest || resident < 0.5 * touched || Math.Abs(live) > 0.25 * touched
            ? RuleAnswer.Not(VerdictIds.GoFirstTouch, new("untouched-flat", VerdictFigure.Bytes("untouched", left)))
            : RuleAnswer.Found(
                VerdictIds.GoFirstTouch,
                LedgerTermId.Live,
                resident,
                [LedgerTermId.Live],
                new VerdictFact("touched-now", VerdictFigure.Bytes("touched", touched), VerdictFigure.Bytes("left", left)));
    }
}
