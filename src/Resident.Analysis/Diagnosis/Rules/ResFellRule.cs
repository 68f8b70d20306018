using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>RES fell, and stays down: by how much, and who gave it back. What went to swap was not given
/// back.</summary>
internal sealed class ResFellRule : IRule
{
    private const int LeastPoints = 4;

    // Swings are no fall.
    private const double LeastOfSwing = 0.5;
    private const double NoiseShare = 0.04;
    private const double LeastOfFall = 0.2;
    private const double MostlySwapped = 0.5;
    private const int MostTerms = 3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        var res = file.Res;
        double fall = -res.Risen;
        if (res.Count < LeastPoints || file.ResFrom <= file.ResTo || fall < Math.Max(file.Smallest, NoiseShare * res.First) || claims.HasFound(VerdictIds.HealthyPeriodic)
            || fall < LeastOfSwing * (res.Max - res.Min))
        {
            return null;
        }

        double swapped = Math.Max(0, file.Series("swapped").Risen);
        if (swapped >= MostlySwapped * fall)
        {
            return RuleAnswer.Found(VerdictIds.ResLevel, term: null, swapped, [], SwappedOut(file, swapped));
        }

        var fallen = FallenOf(file);
        var facts = GivenBack(file, fallen).ToList();
        if (swapped >= file.Smallest)
        {
            facts.Add(SwappedOut(file, swapped));
        }

        return facts.Count == 0 ? null : RuleAnswer.Found(VerdictIds.ResFell, fallen[0].Term, file.ResFrom.Bytes - file.ResTo.Bytes - swapped, [], [.. facts]);
    }

    private static VerdictFact SwappedOut(CaseFile file, double swapped) => new(
        "swapped-out", VerdictFigure.Bytes("swapped", swapped), VerdictFigure.Bytes("both", file.Series("res-and-swap").Last), VerdictFigure.Change("change", file.Series("res-and-swap").Risen));

    // What fell, the most first. Live objects, garbage and free slots turn into each other: they are the heap in use.
    private static List<Fallen> FallenOf(CaseFile file)
    {
        var heap = new Fallen(LedgerTermId.GoHeap, 0, 0);
        var fallen = new List<Fallen>();
        foreach (var term in LedgerTermNames.All)
        {
            var one = new Fallen(term, file.FirstLedger?.ResidentOf(term)?.Bytes ?? 0, file.Level(term));
            if (term is LedgerTermId.Live or LedgerTermId.Garbage or LedgerTermId.Fragmentation or LedgerTermId.GoHeap)
            {
                heap = new(heap.Term, heap.From + one.From, heap.To + one.To);
            }
            else
            {
                fallen.Add(one);
            }
        }

        return [.. fallen.Append(heap).Where(static one => one.By > 0).OrderByDescending(static one => one.By)];
    }

    private static IEnumerable<VerdictFact> GivenBack(CaseFile file, List<Fallen> fallen)
    {
        double least = LeastOfFall * (file.ResFrom.Bytes - file.ResTo.Bytes);
        foreach (var one in fallen.Where(one => one.By >= least).Take(MostTerms))
        {
            yield return new(
                GiverOf(file, one.Term), VerdictFigure.Term("term", one.Term), VerdictFigure.Bytes("by", one.By), VerdictFigure.Bytes("from", one.From), VerdictFigure.Bytes("to", one.To));
        }
    }

    private static string GiverOf(CaseFile file, LedgerTermId term) => term switch
    {
        LedgerTermId.Idle => "gave-back-idle",
        LedgerTermId.GoHeap or LedgerTermId.Metadata => "gave-back-heap",
        LedgerTermId.Stacks => "gave-back-stacks",
        LedgerTermId.ThreadStacks => "gave-back-threads",
        LedgerTermId.NativeHeap => "gave-back-malloc",
        LedgerTermId.Anonymous when file.Series("outside-mapped").Risen <= LeastOfFall * file.Term(term).Risen => "gave-back-munmap",
        LedgerTermId.Files or LedgerTermId.Executable => "gave-back-files",
        LedgerTermId.Shared => "gave-back-shared",
        _ => "gave-back-pages",
    };
    private readonly record struct Fallen(LedgerTermId Term, double From, double To)
    {
        public double By => From - To;
    }
}
