using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Says how far a verdict may be trusted, and why no further.</summary>
internal static class ConfidenceRating
{
    private const double ProvisionalSeconds = 6 * 3600;

    /// <summary>Rates.</summary>
    public static (Confidence Confidence, VerdictFact Reason) Rate(CaseFile file, VerdictCause first)
    {
        if (first.Evidence is [{ Id: VerdictFactIds.FewSamples }])
        {
            return (Confidence.Provisional, new("confidence-few-samples", VerdictFigure.Count("samples", file.Observation.Samples.Count)));
        }

        if (file.Observation.Ledgers.Count == 0 || first.Verdict is VerdictIds.NotSureYet)
        {
            return (Confidence.Low, new(file.Observation.Ledgers.Count == 0 ? "confidence-no-ledger" : "confidence-no-cause"));
        }

        bool isSplit = file.Has(Model.Ledgers.LedgerTermId.Live) || file.Observation.Target.Runtime is not { Kind: "go" };
        if (!isSplit)
        {
            return (Confidence.Low, new("confidence-heap-not-split"));
        }

        // A level that is in RAM now is no forecast: it needs no long window.
        if (first.IsLevel)
        {
            return (Confidence.High, new("confidence-level"));
        }

        return file.Seconds < ProvisionalSeconds
            ? (Confidence.Provisional, new("confidence-short-window", VerdictFigure.Seconds("window", file.Seconds)))
            : FromTrend(file, first);
    }

    private static (Confidence Confidence, VerdictFact Reason) FromTrend(CaseFile file, VerdictCause first)
    {
        var trend = first.Term is { } term ? file.TermTrend(term) : file.ResTrend;
        return trend.Confidence switch
        {
            TrendConfidence.High => (Confidence.High, new("confidence-clear")),
            TrendConfidence.Medium => (Confidence.Medium, new("confidence-shape-open")),
            TrendConfidence.Provisional => (Confidence.Provisional, new("confidence-short-window", VerdictFigure.Seconds("window", file.Seconds))),
            _ => (Confidence.Medium, new("confidence-shape-open")),
        };
    }
}
