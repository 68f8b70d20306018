using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Pages that the runtime has given back and that are in RAM all the same: huge pages back them again, or the kernel has not
/// taken them yet (MADV_FREE).</summary>
/// <remarks>Source: golang/go#64332 (khugepaged's max_ptes_none), golang/go#42330 (MADV_FREE).</remarks>
internal sealed class ReleasedResidentRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.LastLedger?.Figures is not { ReleasedResident: { } released } figures)
        {
            return null;
        }

        double grown = file.ChangeOf("released-resident");
        double lazy = figures.ArenaLazyFree?.Bytes ?? 0;
        double huge = figures.ArenaHugePages?.Bytes ?? 0;
        double bytes = grown >= file.Smallest ? grown : released.Bytes;
        if (released.Bytes >= file.Smallest && lazy >= 0.5 * released.Bytes)
        {
            return RuleAnswer.Found(
                VerdictIds.LazyFree, LedgerTermId.Idle, bytes, [LedgerTermId.Idle],
                new VerdictFact("lazy-pages", VerdictFigure.Bytes("lazy", lazy), VerdictFigure.Bytes("released", released.Bytes)))
                with
            { IsLevel = grown < file.Smallest };
        }

        if (released.Bytes >= file.Smallest && huge >= 0.5 * released.Bytes)
        {
            return RuleAnswer.Found(
                VerdictIds.ThpBloat, LedgerTermId.Idle, bytes, [LedgerTermId.Idle],
                new VerdictFact("huge-back-released", VerdictFigure.Bytes("released", released.Bytes), VerdictFigure.Bytes("huge", huge)),
                new VerdictFact("huge-change", VerdictFigure.Change("huge", file.ChangeOf("arena-huge"))))
                with
            { IsLevel = grown < file.Smallest };
        }

        return RuleAnswer.Not(VerdictIds.ThpBloat, new(
            "released-is-gone", VerdictFigure.Bytes("released", released.Bytes), VerdictFigure.Bytes("huge", huge), VerdictFigure.Bytes("lazy", lazy)));
    }
}
