using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>OS threads that become more and more: blocked system calls, locked goroutines, threads of C.</summary>
internal sealed class ThreadLeakRule : IRule
{
    private const double LeastThreads = 10;
    private const double MostBytesAThread = 64 * 1024;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var threads = file.Series("threads");
        if (threads.Count == 0)
        {
            return null;
        }

        double more = threads.Last - threads.First;
        if (more < LeastThreads || more < 0.2 * threads.First || !Rises.ToTheEnd(file.TrendOf("threads")))
        {
            return RuleAnswer.Not(VerdictIds.ThreadLeak, new("threads-flat", VerdictFigure.Count("threads", threads.Last), VerdictFigure.Count("more", Math.Max(0, more))));
        }

        List<LedgerTermId> explained = [LedgerTermId.Stacks, LedgerTermId.ThreadStacks, LedgerTermId.Metadata];
        if (claims.Open(LedgerTermId.Live) <= more * MostBytesAThread)
        {
            explained.AddRange([LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Fragmentation, LedgerTermId.Idle]);
        }

        double bytes = claims.OpenRise([.. explained]);
        return RuleAnswer.Found(
            VerdictIds.ThreadLeak,
            file.Change(LedgerTermId.ThreadStacks) > file.Change(LedgerTermId.Stacks) ? LedgerTermId.ThreadStacks : LedgerTermId.Stacks,
            bytes,
            explained,
            new VerdictFact("threads-rise", VerdictFigure.Count("from", threads.First), VerdictFigure.Count("to", threads.Last)),
            new VerdictFact("bytes-a-thread", VerdictFigure.Bytes("each", bytes / more)));
    }
}
