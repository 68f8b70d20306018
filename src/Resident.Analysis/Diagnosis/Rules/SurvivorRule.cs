using Resident.Analysis.Diagnosis.Evidence;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>A place of whose objects none are freed, while it goes on allocating: a leak, also where one cycle ended in
/// the window.</summary>
/// <remarks>See <see cref="SurvivorSearch"/>. Slower ones are found where the marks rise for sure, and the heap profile
/// has such a place.</remarks>
internal sealed class SurvivorRule : IRule
{
    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (!claims.IsFree(LedgerTermId.Live) || file.Survivors is not { } survivors)
        {
            return null;
        }

        var places = survivors.Leaks.Count > 0 ? survivors.Leaks : file.Power.IsRisingForSure() ? survivors.Doubtful : [];
        if (places.Count == 0)
        {
            return null;
        }

        var first = places[0];
        double share = Math.Max(1, file.Seconds / Math.Max(survivors.Seconds, 1));
        double arrived = places.Sum(static place => place.ArrivedBytes) * share;
        double change = Math.Max(arrived, file.ChangeOf("live"));
        var explained = HeapTerms.GrowingWithLive(file, claims, change);
        return RuleAnswer.Found(
            VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, Math.Max(change, claims.OpenRise([.. explained])),
            [.. explained, LedgerTermId.Fragmentation, LedgerTermId.Metadata],
            new VerdictFact(
                "survivors-of-place", VerdictFigure.Word("function", first.Suspect.Function), VerdictFigure.Count("objects", first.Judged),
                VerdictFigure.Count("frees", first.Frees), VerdictFigure.Seconds("window", survivors.Seconds), VerdictFigure.PerHour("slope", first.ArrivedBytes / survivors.Seconds * 3600)),
            first.ToFact());
    }
}
