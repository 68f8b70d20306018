using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>malloc's memory: rising until the end is a leak, risen to a level is memory that malloc's arenas keep.</summary>
internal sealed class NativeHeapRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!file.Has(LedgerTermId.NativeHeap) || !claims.IsFree(LedgerTermId.NativeHeap))
        {
            return null;
        }

        double grown = claims.Open(LedgerTermId.NativeHeap);
        double level = file.Level(LedgerTermId.NativeHeap);
        double arenas = file.Series("native-arenas").Last;
        var trend = file.TermTrend(LedgerTermId.NativeHeap);
        // malloc opens an arena at once, and keeps it: two arenas are no line.
        if (grown >= file.Smallest && Rises.ToTheEnd(trend) && !Bursts.AreTooFew(file.Term(LedgerTermId.NativeHeap)))
        {
            return RuleAnswer.Found(
                VerdictIds.CHeapLeak, LedgerTermId.NativeHeap, grown, [LedgerTermId.NativeHeap],
                new VerdictFact("native-rises", VerdictFigure.Change("change", grown), VerdictFigure.PerHour("slope", trend.SlopePerHour)),
                new VerdictFact("native-arenas", VerdictFigure.Count("arenas", arenas)));
        }

        // Of a Go program it is what C holds beside it; of any other one malloc is its heap, and a level is its level.
        bool isRetained = !UnreadRuntimes.IsUnread(file) && level >= Math.Max(2 * file.Smallest, 0.4 * file.ResTo.Bytes);
        if (grown >= file.Smallest || isRetained)
        {
            return RuleAnswer.Found(
                VerdictIds.CHeapRetained, LedgerTermId.NativeHeap, grown >= file.Smallest ? grown : level, [LedgerTermId.NativeHeap],
                new VerdictFact("native-levelled", VerdictFigure.Bytes("level", level), VerdictFigure.Change("change", grown)),
                new VerdictFact("native-arenas", VerdictFigure.Count("arenas", arenas)))
                with
            { IsLevel = grown < file.Smallest };
        }

        return RuleAnswer.Not(VerdictIds.CHeapLeak, new("native-flat", VerdictFigure.Bytes("level", level), VerdictFigure.Change("change", grown)));
    }
}
