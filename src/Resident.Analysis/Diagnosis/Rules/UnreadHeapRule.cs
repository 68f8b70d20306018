using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>The heap of a runtime that is not read: anonymous memory that grows in a program of .NET, Java, Node,
/// Python, Ruby, or of a language that is not known here, is that program's heap, and whether it leaks is not
/// known.</summary>
internal sealed class UnreadHeapRule : IRule
{
    // What grew by less of address space than of memory lay in mappings that were there.
    private const double LeastMapped = 0.3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!UnreadRuntimes.IsUnread(file))
        {
            return null;
        }

        string kind = UnreadRuntimes.KindOf(file);
        List<LedgerTermId> terms = [.. TermsOf(kind).Where(file.Has)];
        double grown = claims.OpenRise([.. terms]);
        var runtime = VerdictFigure.Label("runtime", "runtime:" + kind);
        if (terms.Count == 0 || grown < file.Smallest)
        {
            return RuleAnswer.Not(VerdictIds.UnreadRuntimeHeap, new(
                "unread-heap-flat", runtime, VerdictFigure.Bytes("level", terms.Sum(file.Level)), VerdictFigure.Change("change", grown)));
        }

        var largest = terms.MaxBy(claims.Open);
        if (UnreadRuntimes.IsUnknown(file))
        {
            var rises = new VerdictFact(VerdictFactIds.UnknownRuntimeRises, VerdictFigure.Change("change", grown));
            return RuleAnswer.Found(VerdictIds.NotSureYet, largest, grown, terms, rises, Rises.ShapeOf(file, largest));
        }

        bool goesOn = terms.Exists(term => claims.Open(term) >= grown / 2 && Rises.ToTheEnd(file.TermTrend(term)));
        return RuleAnswer.Found(VerdictIds.UnreadRuntimeHeap, largest, grown, terms, [.. EvidenceOf(file, runtime, terms, grown, goesOn)]);
    }

    private static IEnumerable<VerdictFact> EvidenceOf(CaseFile file, VerdictFigure runtime, List<LedgerTermId> terms, double grown, bool goesOn)
    {
        double anonymous = file.Change(LedgerTermId.Anonymous);
        double mapped = file.ChangeOf("outside-mapped");
        yield return new(
            terms.Contains(LedgerTermId.NativeHeap) ? "unread-heap-rises-with-malloc" : "unread-heap-rises", runtime, VerdictFigure.Change("anonymous", anonymous),
            VerdictFigure.Change("native", file.Change(LedgerTermId.NativeHeap)));
        yield return goesOn
            ? new("unread-heap-goes-on", runtime, VerdictFigure.PerHour("slope", grown / Math.Max(file.Seconds, 1) * 3600))
            : new("unread-heap-levelled", VerdictFigure.Change("change", grown));
        if (file.Series("outside-mapped").Count > 1)
        {
            yield return mapped < LeastMapped * anonymous
                ? new("mapped-before")
                : new("unread-heap-mapped", VerdictFigure.Change("mapped", mapped), VerdictFigure.Change("virt", file.ChangeOf("virt")));
        }
    }

    private static LedgerTermId[] TermsOf(string kind) =>
        UnreadRuntimes.UsesMalloc(kind) ? [LedgerTermId.Anonymous, LedgerTermId.NativeHeap] : [LedgerTermId.Anonymous];
}
