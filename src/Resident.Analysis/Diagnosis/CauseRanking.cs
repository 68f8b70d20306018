using Resident.Analysis.Diagnosis.Rules;
using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Puts the causes in their order, and says what it is when there are none.</summary>
internal static class CauseRanking
{
    // A level that came about before the window explains RES, not its growth: it counts half.
    private const double LevelWeight = 0.5;
    private const long LeastCycles = 3;
    private const double MostOfIt = 0.6;
    private const double FullRoom = 1.1;
    private const double MuchGrowth = 4;
    private const double LeastExplained = 0.35;

    // A line, a step and a curve look alike through fewer points.
    private const int LeastSamplesForAShape = 10;

    /// <summary>Ranks what was found: by bytes, problems before what is healthy.</summary>
    public static List<VerdictCause> Rank(CaseFile file, IReadOnlyList<RuleAnswer> answers)
    {
        var found = answers.Where(static answer => answer.IsFound).OrderByDescending(answer => ScoreOf(file, answer)).ToList();
        var causes = found.ConvertAll(answer => ToCause(file, answer));
        if (causes.Count == 0)
        {
            causes.Add(WithoutCause(file));
        }
        else if (IsTooShortFor(file, causes[0]))
        {
            causes.Insert(0, TooEarly(file, causes[0]));
        }
        else if (Unexplained(file, causes) is { } rest)
        {
            causes.Insert(0, NotSure(file, rest));
        }

        return causes;
    }

    // A rule that explains a tenth of the growth does not explain the growth: bytes that nobody claims rank among the causes.
    private static double? Unexplained(CaseFile file, List<VerdictCause> causes)
    {
        double grown = file.Res.MedianBetween(0.75, 1) - file.Res.MedianBetween(0, 0.25);
        double explained = causes.Where(static cause => !cause.IsLevel).Sum(static cause => (double)cause.Change.Bytes);
        bool isGrowth = causes[0] is { IsLevel: false, Term: not null, Verdict: not VerdictIds.NotSureYet };
        return isGrowth && !IsUnwritten(causes[0].Evidence) && grown >= MuchGrowth * file.Smallest && explained < LeastExplained * grown && !IsRoom(file, grown) ? grown - explained : null;
    }

    private static bool IsUnwritten(IReadOnlyList<VerdictFact> evidence) => evidence.Any(static fact => fact.Id is VerdictFactIds.Unwritten);

    // What is in RAM now needs no trend; growth does.
    private static bool IsTooShortFor(CaseFile file, VerdictCause first) =>
        file.Observation.Samples.Count < LeastSamplesForAShape && !first.IsLevel && first.Verdict is not VerdictIds.NotSureYet;

    private static VerdictCause TooEarly(CaseFile file, VerdictCause first) => new()
    {
        Verdict = VerdictIds.NotSureYet,
        Term = first.Term,
        Change = first.Change,
        Evidence = [new(VerdictFactIds.FewSamples, VerdictFigure.Count("samples", file.Observation.Samples.Count), VerdictFigure.Seconds("window", file.Seconds))],
    };

    private static double ScoreOf(CaseFile file, RuleAnswer answer)
    {
        double weight = answer.IsLevel ? LevelWeight : 1;
        // What is healthy comes first only where it is most of what happened.
        weight *= VerdictIds.IsHealthy(answer.Verdict) && answer.Bytes < 0.9 * Math.Abs(file.ChangeOf("res")) ? 0.25 : 1;
        return answer.Bytes * weight;
    }

    private static VerdictCause ToCause(CaseFile file, RuleAnswer answer)
    {
        double change = file.ResTo.Bytes - file.ResFrom.Bytes;
        double whole = answer.IsLevel ? file.ResTo.Bytes : change;
        return new()
        {
            Verdict = answer.Verdict,
            Term = answer.Term,
            Terms = answer.Claims,
            Change = Amount.Of(answer.Bytes),
            Share = answer.Term is null || whole <= 0 ? 0 : answer.Bytes / whole,
            IsLevel = answer.IsLevel,
            IsMasked = !answer.IsLevel && answer.Term is not null && change < 0.5 * answer.Bytes && !IsUnwritten(answer.Evidence),
            Evidence = answer.Evidence,
        };
    }

    private static VerdictCause WithoutCause(CaseFile file)
    {
        double grown = file.ChangeOf("res");
        bool isGrown = grown >= 2 * file.Smallest && (Rises.ToTheEnd(file.ResTrend) || file.GcCycles < LeastCycles) && !IsRoom(file, grown);
        return isGrown || file.Observation.Ledgers.Count == 0 ? NotSure(file, grown)
            : new()
            {
                Verdict = VerdictIds.HealthySteady,
                Change = file.ResTo - file.ResFrom,
                Evidence = [Steady(file, grown)],
            };
    }

    // What grew is the heap's room, and it holds no more than the goal allows: it is as full as it gets.
    private static bool IsRoom(CaseFile file, double grown)
    {
        double allowed = file.Series("goal").Last - file.Series("live").Last;
        return file.GcCycles >= LeastCycles && file.ChangeOf("room") >= MostOfIt * grown && file.Series("room").MedianBetween(0.7, 1) <= FullRoom * allowed;
    }

    private static VerdictFact Steady(CaseFile file, double grown) => Math.Abs(grown) < file.Smallest
        ? new("res-flat", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("noise", file.Smallest))
        : new("res-levelled", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("level", file.ResTo.Bytes));

    private static VerdictCause NotSure(CaseFile file, double grown)
    {
        var largest = LedgerTermNames.All.OrderByDescending(file.Change).Select(static term => (LedgerTermId?)term).FirstOrDefault();
        return new()
        {
            Verdict = VerdictIds.NotSureYet,
            Term = largest,
            Change = Amount.Of(Math.Min(grown, Math.Max(0, file.ResTo.Bytes - file.ResFrom.Bytes))),
            Evidence = [new("unexplained", VerdictFigure.Change("change", grown), VerdictFigure.Count("cycles", file.GcCycles ?? 0))],
        };
    }
}
