using Resident.Analysis.Diagnosis.Rules;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>What RES is made of where it does not change, and whether that is usual.</summary>
internal static class Composition
{
    // A part that is worth a word.
    private const double LeastShare = 0.25;

    /// <summary>Gets facts about the largest parts.</summary>
    public static IEnumerable<VerdictFact> FactsOf(CaseFile file)
    {
        double least = LeastShare * file.ResTo.Bytes;
        double program = file.Level(LedgerTermId.Executable);
        if (program >= least)
        {
            double mapped = file.LastLedger?.Files.Where(static each => each.Term == LedgerTermId.Executable).Sum(static each => (double)each.Mapped.Bytes) ?? 0;
            yield return new("level-program", VerdictFigure.Bytes("resident", program), VerdictFigure.Bytes("mapped", Math.Max(mapped, program)));
        }

        double anonymous = file.Level(LedgerTermId.Anonymous);
        if (UnreadRuntimes.IsUnread(file) && anonymous >= least)
        {
            yield return new("level-unread-heap", VerdictFigure.Bytes("anonymous", anonymous), VerdictFigure.Label("runtime", "runtime:" + UnreadRuntimes.KindOf(file)));
        }

        if (file.Series("goal") is { Count: > 0, Last: > 0 and var goal } && file.Series("live") is { Count: > 0 } live
            && file.Level(LedgerTermId.Live) + file.Level(LedgerTermId.Garbage) + file.Level(LedgerTermId.Idle) >= least)
        {
            yield return new("level-heap", VerdictFigure.Bytes("live", live.Last), VerdictFigure.Bytes("goal", goal));
        }
    }
}
