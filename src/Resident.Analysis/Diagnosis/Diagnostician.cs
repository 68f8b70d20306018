using Resident.Analysis.Diagnosis.Evidence;
using Resident.Analysis.Diagnosis.Rules;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Answers why RES is what it is, from what was observed: of seconds or of days, live or recorded.</summary>
/// <remarks>RES is split into terms, each term's change is asked of the rules in <see cref="RuleTable"/>, and the causes are ranked by the bytes
/// that they explain. docs/verdicts.md lists the rules and what each rests on.</remarks>
public static class Diagnostician
{
    /// <summary>Makes the verdict.</summary>
    /// <param name="observation">What was seen of one run of one process.</param>
    /// <exception cref="ArgumentException">There is no sample.</exception>
    public static Verdict Diagnose(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        if (observation.Samples.Count == 0)
        {
            throw new ArgumentException("Expected at least one sample.", nameof(observation));
        }

        var file = new CaseFile(observation);
        if (UnknownRes.Applies(file))
        {
            return UnknownRes.Answer(file, Draft(file, [UnknownRes.Cause(file)]));
        }

        var answers = Ask(file);
        var causes = CauseRanking.Rank(file, answers);
        HealthGate.Apply(file, causes);
        var first = causes[0];
        var sites = SitesOf(file, first);
        var place = sites.Count > 0 && sites[0].Change.Bytes > 0 ? sites[0] : null;
        return Draft(file, causes) with
        {
            RuledOut = [.. RuledOut(file, answers, causes)],
            Sites = sites,
            Suspects = SuspectsOf(file),
            Goroutines = SiteDiff.Goroutines(observation),
            Actions = EndedTarget.WithoutPid(observation.Target, ActionTable.For(file, first, place)),
        };
    }

    private static Verdict Draft(CaseFile file, List<VerdictCause> causes)
    {
        var observation = file.Observation;
        var (confidence, reason) = ConfidenceRating.Rate(file, causes[0]);
        return new()
        {
            Target = observation.Target,
            Window = new(file.From, file.To, observation.Samples.Count, observation.Ledgers.Count, file.GcCycles),
            Id = causes[0].Verdict,
            Confidence = confidence,
            ConfidenceReason = reason,
            ResFrom = file.ResFrom,
            ResTo = file.ResTo,
            Ledger = TermsOf(file),
            Causes = causes,
            Sensitivity = file.Power.SensitivityOf(HealthGate.IsBent(causes[0].Verdict)),
            DecidesIn = observation.Target.IsGone ? null : DecisionTime.Of(file, causes[0]),
            History = observation.History,
            Forecast = ForecastMaker.Make(file, causes[0]),
            Ledgers = observation.Ledgers,
            LastLedger = file.LastLedger,
            Cgroup = file.LastGroup,
            CgroupFrom = file.FirstGroup,
            Warnings = observation.Warnings,
        };
    }

    private static List<RuleAnswer> Ask(CaseFile file)
    {
        var claims = new Claims(file);
        var answers = new List<RuleAnswer>();
        foreach (var rule in RuleTable.All)
        {
            if (rule.Examine(file, claims) is { } answer)
            {
                answers.Add(answer);
                if (answer.IsFound)
                {
                    claims.Take(answer);
                }
            }
        }

        return answers;
    }

    // What has no trend to be seen in one sample is not ruled out by it; and what is open is not ruled out.
    private static IEnumerable<VerdictRuledOut> RuledOut(CaseFile file, List<RuleAnswer> answers, List<VerdictCause> causes) =>
        answers.Where(answer => !answer.IsFound && !causes.Exists(cause => string.Equals(cause.Verdict, answer.Verdict, StringComparison.Ordinal)))
            .Where(answer => !VerdictIds.IsGrowth(answer.Verdict) || file.Observation.Samples.Count > 1)
            .Where(answer => answer.Verdict is not VerdictIds.GoLiveHeapLeak || causes[0].Verdict is not VerdictIds.NotSureYet)
            .Select(static answer => new VerdictRuledOut(answer.Verdict, answer.Evidence[0]));

    // Goroutines and threads are their own place: where they run, not where their memory was allocated.
    private static List<VerdictSite> SitesOf(CaseFile file, VerdictCause first)
    {
        var observation = file.Observation;
        var sites = SiteDiff.Sites(observation);
        if (VerdictIds.IsLeak(first.Verdict) && file.Survivors is { } survivors)
        {
            SiteDiff.PutFirst(sites, survivors.Leaks.Count > 0 ? survivors.Leaks : survivors.Doubtful);
        }

        if (first.Verdict is VerdictIds.GoGoroutineLeak or VerdictIds.ThreadLeak && SiteDiff.GoroutineSite(observation) is { } place)
        {
            sites.Insert(0, place);
        }

        return sites;
    }

    private static IReadOnlyList<VerdictSuspect> SuspectsOf(CaseFile file) =>
        file.Survivors is { } survivors ? [.. survivors.Suspects.OrderByDescending(static flow => flow.Held).Select(survivors.ToSuspect)] : [];

    private static List<VerdictTerm> TermsOf(CaseFile file)
    {
        var terms = new List<VerdictTerm>();
        foreach (var term in LedgerTermNames.All)
        {
            var last = file.LastLedger?.Terms.FirstOrDefault(candidate => candidate.Id == term && file.Has(term));
            var from = file.FirstLedger?.ResidentOf(term);
            if (last is not { } row || (!file.Has(term) && from is null))
            {
                continue;
            }

            var trend = file.TermTrend(term);
            terms.Add(new()
            {
                Id = term,
                From = from ?? default,
                To = row.Resident,
                SlopePerHour = Known(trend.SlopePerHour),
                SlopeLow = Known(trend.SlopeLow),
                SlopeHigh = Known(trend.SlopeHigh),
                Share = file.ResTo.Bytes == 0 ? 0 : (double)row.Resident.Bytes / file.ResTo.Bytes,
                How = row.How,
            });
        }

        return terms;
    }

    private static double? Known(double value) => double.IsFinite(value) ? value : null;
}
