using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Lets "healthy" pass only where the look had the power to find a leak, and a cause that is none only where
/// nothing is under suspicion.</summary>
internal static class HealthGate
{
    // What the heap keeps beside what is live: a leak below it would be told as one of these.
    private static readonly HashSet<string> OfTheHeap = new(StringComparer.Ordinal)
    {
        VerdictIds.GoLiveHeapPlateau, VerdictIds.GoGcHeadroom, VerdictIds.GoIdleRetained, VerdictIds.GoHighwaterBursts, VerdictIds.GoGarbageLateGc,
        VerdictIds.GoFragmentation, VerdictIds.GoMemlimitTooLow, VerdictIds.GoMemlimitFill, VerdictIds.GoRuntimeMetadataGrowth,
        VerdictIds.GoGoroutineHighwater, VerdictIds.ResLevel, VerdictIds.ResFell,
    };

    /// <summary>Puts "not sure yet" first where it has to be.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="causes">The causes, ranked; may be changed.</param>
    public static void Apply(CaseFile file, List<VerdictCause> causes)
    {
        PutLeakFirst(file, causes);
        var first = causes[0];
        bool isHealthy = VerdictIds.IsHealthy(first.Verdict);
        bool isBent = IsBent(first.Verdict);
        var objection = isHealthy || (OfTheHeap.Contains(first.Verdict) && file.Survivors is { IsDoubtful: true }) ? file.Power.Objection(isBent) : null;
        if (objection is null)
        {
            return;
        }

        var largest = LedgerTermNames.All.OrderByDescending(file.Change).First();
        causes.Insert(0, new()
        {
            Verdict = VerdictIds.NotSureYet,
            Term = file.Change(largest) > 0 ? largest : null,
            Change = Amount.Of(Math.Max(0, file.ResTo.Bytes - file.ResFrom.Bytes)),
            Evidence = [objection, .. PeakOf(file)],
        });
        if (isHealthy)
        {
            _ = causes.Remove(first);
        }
    }

    /// <summary>Tells whether an answer speaks of a step or a bend: then what came after it is what counts.</summary>
    public static bool IsBent(string verdict) =>
        verdict is VerdictIds.HealthyStep or VerdictIds.HealthyWarmup or VerdictIds.HealthySaturating or VerdictIds.GoLiveHeapPlateau;

    // All that the kernel remembers of the time before the window.
    private static VerdictFact[] PeakOf(CaseFile file) => file.LastProcess is { PeakRes.Bytes: > 0 } last
        ? [new("peak-res", VerdictFigure.Bytes("peak", last.PeakRes.Bytes), VerdictFigure.Bytes("res", file.ResTo.Bytes))]
        : [];

    // What the heap keeps beside what is live, and a limit that it reaches, follow from a leak: with places of whose
    // objects none are freed, that is the answer.
    private static void PutLeakFirst(CaseFile file, List<VerdictCause> causes)
    {
        bool isOfTheHeap = OfTheHeap.Contains(causes[0].Verdict) || VerdictIds.IsHealthy(causes[0].Verdict);
        int leak = causes.FindIndex(static cause => cause.Verdict is VerdictIds.GoLiveHeapLeak);
        if (isOfTheHeap && leak > 0 && file.Survivors is { Leaks.Count: > 0 })
        {
            causes.Insert(0, causes[leak]);
            causes.RemoveAt(leak + 1);
        }
    }
}
