using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Pages of files: data files, the program's own text, shared memory.</summary>
internal sealed class FileRule : IRule
{
    private const double MostOfFiles = 0.4;
    private const double LeastAnonymous = 0.6;

    private readonly LedgerTermId _term;
    private readonly string _verdict;

    public FileRule(LedgerTermId term, string verdict)
    {
        _term = term;
        _verdict = verdict;
    }

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!file.Has(_term))
        {
            return null;
        }

        double grown = claims.Open(_term);
        double level = file.Level(_term);
        if (grown < file.Smallest)
        {
            return RuleAnswer.Not(_verdict, new(LedgerTermNames.NameOf(_term) + "-flat", VerdictFigure.Bytes("level", level), VerdictFigure.Change("change", grown)));
        }

        var (path, resident, change, mapped) = Largest(file);
        var rises = new VerdictFact(
            "file-rises", VerdictFigure.Word("path", path), VerdictFigure.Change("change", change),
            VerdictFigure.Bytes("resident", resident), VerdictFigure.Bytes("mapped", mapped));
        return IsCopied(file, grown)
            ? RuleAnswer.Found(VerdictIds.GoFirstTouch, _term, grown, [_term], rises, new VerdictFact("file-copied"))
            : RuleAnswer.Found(
                _verdict, _term, grown, [_term], rises,
                new VerdictFact("file-clean", VerdictFigure.Bytes("clean", file.LastLedger!.Figures.FileClean?.Bytes ?? 0)));
    }

    // Pages of a private mapping that were written are the process's own: the kernel counts them as anonymous, and cannot drop them.
    private bool IsCopied(CaseFile file, double grown) =>
        _term == LedgerTermId.Files && file.Series("rss-file").Max > 0 && file.ChangeOf("rss-file") < MostOfFiles * grown
        && file.ChangeOf("anon") >= LeastAnonymous * grown;

    // The file that grew the most.
    private (string Path, double Resident, double Change, double Mapped) Largest(CaseFile file)
    {
        (string Path, double Resident, double Change, double Mapped) best = ("", 0, double.NegativeInfinity, 0);
        foreach (var each in file.LastLedger!.Files)
        {
            if (each.Term != _term)
            {
                continue;
            }

            var before = file.FirstLedger!.Files.FirstOrDefault(other => string.Equals(other.Path, each.Path, StringComparison.Ordinal));
            double change = each.Resident.Bytes - (before?.Resident.Bytes ?? 0);
            if (change > best.Change)
            {
                best = (each.Path, each.Resident.Bytes, change, each.Mapped.Bytes);
            }
        }

        return best;
    }
}
