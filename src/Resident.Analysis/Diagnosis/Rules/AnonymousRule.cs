using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Anonymous mappings outside any heap: made and never unmapped, or made long ago and touched now.</summary>
internal sealed class AnonymousRule : IRule
{
    // Page tables are a 500th of what they describe, and far more where pages are touched far apart.
    private const double LeastTables = 1 << 20;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!file.Has(LedgerTermId.Anonymous) || UnreadRuntimes.IsUnread(file))
        {
            // It is that program's heap, or may be: UnreadHeapRule speaks of it.
            return null;
        }

        double grown = claims.Open(LedgerTermId.Anonymous);
        double mapped = file.ChangeOf("outside-mapped");
        double level = file.Level(LedgerTermId.Anonymous);
        if (grown < file.Smallest)
        {
            return RuleAnswer.Not(VerdictIds.OffheapMmapLeak, new("anonymous-flat", VerdictFigure.Bytes("level", level), VerdictFigure.Change("change", grown)));
        }

        var rises = new VerdictFact(
            "anonymous-rises", VerdictFigure.Change("change", grown), VerdictFigure.Change("mapped", mapped), VerdictFigure.Change("virt", file.ChangeOf("virt")));
        VerdictFact[] sparse = file.ChangeOf("page-tables") is >= LeastTables and var tables
            ? [new("page-tables-sparse", VerdictFigure.Change("tables", tables), VerdictFigure.Ratio("ratio", grown / tables))]
            : [];
        if (mapped < 0.3 * grown)
        {
            return RuleAnswer.Found(VerdictIds.GoFirstTouch, LedgerTermId.Anonymous, grown, [LedgerTermId.Anonymous], [new VerdictFact("mapped-before"), rises, .. sparse]);
        }

        bool goesOn = Rises.ToTheEnd(file.TermTrend(LedgerTermId.Anonymous));
        return RuleAnswer.Found(
            goesOn ? VerdictIds.OffheapMmapLeak : VerdictIds.HealthyStep,
            LedgerTermId.Anonymous,
            grown,
            [LedgerTermId.Anonymous],
            [rises, new VerdictFact("runtime-flat", VerdictFigure.Change("sys", file.ChangeOf("metadata-mapped"))), .. sparse]);
    }
}
