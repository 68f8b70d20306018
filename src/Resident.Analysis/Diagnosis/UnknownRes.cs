using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>The answer where no source tells RES, as of an address that serves the runtime's figures alone: what they
/// are, and no verdict.</summary>
internal static class UnknownRes
{
    /// <summary>Tells whether RES is not known at all.</summary>
    public static bool Applies(CaseFile file) => file is { LastProcess: null, LastLedger: null };

    /// <summary>Makes the one cause: what the heap is.</summary>
    public static VerdictCause Cause(CaseFile file)
    {
        double? from = LiveOf(file.FirstGo);
        double? to = LiveOf(file.LastGo);
        bool isLive = from is not null && to is not null;
        double idle = BytesOf(file.LastGo?.HeapIdle) - BytesOf(file.LastGo?.HeapReleased);
        return new()
        {
            Verdict = VerdictIds.NotSureYet,
            Term = null,
            Change = default,
            Evidence =
            [
                new(
                    isLive ? VerdictFactIds.ResNotTold : VerdictFactIds.ResNotToldNorLive,
                    VerdictFigure.Bytes("from", isLive ? from!.Value : BytesOf(file.FirstGo?.HeapAlloc)),
                    VerdictFigure.Bytes("to", isLive ? to!.Value : BytesOf(file.LastGo?.HeapAlloc)),
                    VerdictFigure.Bytes("idle", Math.Max(0, idle)),
                    VerdictFigure.Count("cycles", file.GcCycles ?? 0)),
            ],
        };
    }

    /// <summary>Completes the verdict: what was allocated where, and how RES could be had.</summary>
    public static Verdict Answer(CaseFile file, Verdict draft) => draft with
    {
        Confidence = Confidence.Low,
        ConfidenceReason = new("confidence-res-not-told"),
        Sensitivity = null,
        DecidesIn = null,
        Forecast = new(),
        Sites = SiteDiff.Sites(file.Observation),
        Goroutines = SiteDiff.Goroutines(file.Observation),
        Actions = [new() { Text = new("do-tell-res"), Risk = "none" }],
    };

    private static double? LiveOf(GoMemory? go) => go is null ? null : LiveHeap.Of(go);

    private static double BytesOf(ByteSize? size) => size?.Bytes ?? 0;
}
