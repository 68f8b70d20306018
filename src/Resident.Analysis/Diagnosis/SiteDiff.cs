using Resident.Analysis.Diagnosis.Evidence;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Compares the first and the last heap profile, and the first and the last goroutines.</summary>
internal static class SiteDiff
{
    private const int MostSites = 12;

    /// <summary>Gets the places whose objects in use became more, the most first; where none did, the largest.</summary>
    public static List<VerdictSite> Sites(Observation observation)
    {
        if (observation.HeapProfiles.Count == 0)
        {
            return [];
        }

        var first = observation.HeapProfiles.Count > 1 ? observation.HeapProfiles[0].Sites : [];
        var before = first.ToDictionary(KeyOf, StringComparer.Ordinal);
        var sites = observation.HeapProfiles[^1].Sites.Select(site =>
        {
            double from = before.TryGetValue(KeyOf(site), out var old) ? old.InuseBytes : 0;
            return new VerdictSite
            {
                Function = site.Frame.Function,
                File = site.Frame.File,
                Line = site.Frame.Line,
                Via = site.Via,
                Callers = site.Callers,
                From = Amount.Of(observation.HeapProfiles.Count > 1 ? from : site.InuseBytes),
                To = Amount.Of(site.InuseBytes),
                Objects = Amount.Of(site.InuseObjects).Bytes,
            };
        });
        return [.. sites.OrderByDescending(static site => site.Change.Bytes).ThenByDescending(static site => site.To.Bytes).Take(MostSites)];
    }

    /// <summary>Puts the places of whose objects none are freed before all others: the published profile is a cycle
    /// behind what was counted.</summary>
    /// <param name="sites">The places; may be changed.</param>
    /// <param name="flows">What none of is freed, the fastest first.</param>
    public static void PutFirst(List<VerdictSite> sites, IReadOnlyList<PlaceFlow> flows)
    {
        for (int i = 0; i < flows.Count; i++)
        {
            var flow = flows[i];
            var place = flow.Suspect;
            int at = sites.FindIndex(site => string.Equals(site.Function, place.Function, StringComparison.Ordinal) && site.Line == place.Line);
            if (at >= 0)
            {
                sites.RemoveAt(at);
            }

            int depth = flow.Callers.ToList().IndexOf(place) + 1;
            sites.Insert(i, new()
            {
                Function = place.Function,
                File = place.File,
                Line = place.Line,
                Via = depth == 0 ? [] : [.. flow.Callers.Take(depth - 1).Prepend(flow.Place).Reverse().Select(static frame => frame.Function)],
                Callers = [.. flow.Callers.Skip(depth).Select(static frame => frame.Function)],
                From = Amount.Of(flow.HeldBefore),
                To = Amount.Of(flow.Held),
                Objects = flow.TotalJudged - flow.TotalFrees,
            });
        }
    }

    /// <summary>Gets the groups of goroutines that grew, the most first.</summary>
    public static List<VerdictGoroutines> Goroutines(Observation observation) => observation.Goroutines.Count < 2
        ? []
        : [.. new GoroutineDiff(observation.Target.Runtime?.Module).Compare(observation.Goroutines[0], observation.Goroutines[^1]).Take(MostSites)];

    /// <summary>Gets the place where goroutines become more, as a site with the bytes of their stacks.</summary>
    public static VerdictSite? GoroutineSite(Observation observation)
    {
        if (Goroutines(observation) is not [{ Site: { } place } most, ..])
        {
            return null;
        }

        long StacksOf(GoroutineCensus census) => census.Groups.Where(group => GoroutineDiff.PlaceOf(group, observation.Target.Runtime?.Module) is { Function: { } function } && string.Equals(function, place.Function, StringComparison.Ordinal)).Sum(static group => group.StackBytes.Bytes);
        return new()
        {
            Function = place.Function,
            File = place.File,
            Line = place.Line,
            Callers = most.CreatedBy is { } created ? [created.Function] : [],
            From = new(StacksOf(observation.Goroutines[0])),
            To = new(StacksOf(observation.Goroutines[^1])),
            Objects = most.Count,
        };
    }

    /// <summary>Gets the share of what became more in the heap that was allocated in a function or below it; 0 where no profile tells.</summary>
    public static double ShareUnder(Observation observation, string function)
    {
        if (observation.HeapProfiles.Count < 2)
        {
            return 0;
        }

        double all = 0;
        double under = 0;
        foreach (var site in Sites(observation).Where(static site => site.Change.Bytes > 0))
        {
            all += site.Change.Bytes;
            bool isUnder = string.Equals(site.Function, function, StringComparison.Ordinal) || site.Callers.Contains(function, StringComparer.Ordinal);
            under += isUnder ? site.Change.Bytes : 0;
        }

        return all > 0 ? under / all : 0;
    }

    private static string KeyOf(AllocationSite site) => $"{site.Frame.Function}:{site.Frame.Line}";
}
