using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Anonymous mappings outside any heap: made and never unmapped, or made long ago and touched now.</summary>
internal sealed class AnonymousRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        double grown = claims.Open(LedgerTermId.Anonymous);
        double mapped = file.ChangeOf("outside-mapped");
        double level = file.Level(LedgerTermId.Anonymous);
        if (!file.Has(LedgerTermId.Anonymous) || grown < file.Smallest)
        {
            return RuleAnswer.Not(VerdictIds.OffheapMmapLeak, new("anonymous-flat", VerdictFigure.Bytes("level", level), VerdictFigure.Change("change", grown)));
        }

        var rises = new VerdictFact(
            "anonymous-rises", VerdictFigure.Change("change", grown), VerdictFigure.Change("mapped", mapped), VerdictFigure.Change("virt", file.ChangeOf("virt")));
        if (mapped < 0.3 * grown)
        {
            return RuleAnswer.Found(VerdictIds.GoFirstTouch, LedgerTermId.Anonymous, grown, [LedgerTermId.Anonymous], new VerdictFact("mapped-before"), rises);
        }

        bool goesOn = Rises.ToTheEnd(file.TermTrend(LedgerTermId.Anonymous));
        return RuleAnswer.Found(
            goesOn ? VerdictIds.OffheapMmapLeak : VerdictIds.HealthyStep,
            LedgerTermId.Anonymous,
            grown,
            [LedgerTermId.Anonymous],
            rises,
            new VerdictFact("runtime-flat", VerdictFigure.Change("sys", file.ChangeOf("metadata-mapped"))));
    }
}
