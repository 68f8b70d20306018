using Resident.Analysis.Diagnosis.Rules;
using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Puts the causes in their order, and says what it is when there are none.</summary>
internal static class CauseRanking
{
    private const long LeastCycles = 3;
    private const double MostOfIt = 0.6;
    private const double FullRoom = 1.1;
    private const double MuchGrowth = 4;
    private const double LeastExplained = 0.35;
    private const double LeastFall = 0.25;
    private const double LeastOfAll = 0.9;

    // A line, a step and a curve look alike through fewer points.
    private const int LeastSamplesForAShape = 10;

    /// <summary>Ranks what was found: by bytes, problems before what is healthy.</summary>
    public static List<VerdictCause> Rank(CaseFile file, IReadOnlyList<RuleAnswer> answers)
    {
        var found = CauseOrder.Order(file, [.. answers.Where(static answer => answer.IsFound)]);
        var causes = found.ConvertAll(answer => ToCause(file, answer));
        bool isWithout = causes.Count == 0 || CauseOrder.IsBesideTheQuestion(file, found[0]);
        if (isWithout)
        {
            causes.Insert(0, WithoutCause(file));
        }

        if (IsTooShortFor(file, causes[0]))
        {
            var early = TooEarly(file, causes[0]);
            causes.RemoveRange(0, isWithout ? 1 : 0);
            causes.Insert(0, early);
        }
        else if (!isWithout && Unexplained(file, causes) is { } rest)
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
        bool isGrowth = causes[0] is { IsLevel: false, Term: not null, Verdict: not (VerdictIds.NotSureYet or VerdictIds.ResFell) };
        return isGrowth && !IsUnwritten(causes[0].Evidence) && grown >= MuchGrowth * file.Smallest && explained < LeastExplained * grown && !IsRoom(file, grown) ? grown - explained : null;
    }

    private static bool IsUnwritten(IReadOnlyList<VerdictFact> evidence) => evidence.Any(static fact => fact.Id is VerdictFactIds.Unwritten);

    // What is in RAM now needs no trend; growth does.
    private static bool IsTooShortFor(CaseFile file, VerdictCause first) =>
        file.Observation.Samples.Count < LeastSamplesForAShape && (!first.IsLevel || first.Verdict is VerdictIds.ResLevel) && first.Verdict is not VerdictIds.NotSureYet;

    private static VerdictCause TooEarly(CaseFile file, VerdictCause first) => new()
    {
        Verdict = VerdictIds.NotSureYet,
        Term = first.Term,
        Change = first.Change,
        Evidence = [new(VerdictFactIds.FewSamples, VerdictFigure.Count("samples", file.Observation.Samples.Count), VerdictFigure.Seconds("window", file.Seconds))],
    };

    private static VerdictCause ToCause(CaseFile file, RuleAnswer answer)
    {
        double change = file.ResTo.Bytes - file.ResFrom.Bytes;
        double whole = answer.IsLevel ? file.ResTo.Bytes : change;
        bool isMasked = answer is { IsLevel: false, Term: not null } && VerdictIds.IsGrowth(answer.Verdict) && change < 0.5 * answer.Bytes && !IsUnwritten(answer.Evidence);
        return new()
        {
            Verdict = answer.Verdict,
            Term = answer.Term,
            Terms = answer.Claims,
            Change = Amount.Of(answer.Bytes),
            Share = answer.Term is null || whole <= 0 ? 0 : answer.Bytes / whole,
            IsLevel = answer.IsLevel,
            IsMasked = isMasked,
            Fall = isMasked ? FallBeside(file, answer) : null,
            Evidence = answer.Evidence,
        };
    }

    // The term that fell the most, where that is worth a word: why RES shows less of what grew.
    private static VerdictFall? FallBeside(CaseFile file, RuleAnswer answer)
    {
        var (term, by) = LedgerTermNames.All.Where(term => term != answer.Term).Select(term => (Term: term, By: -file.Term(term).Risen)).MaxBy(static fall => fall.By);
        return by >= LeastFall * answer.Bytes ? new(term, Amount.Of(by)) : null;
    }

    private static VerdictCause WithoutCause(CaseFile file)
    {
        // Pages that went to swap are the program's all the same: RES alone would call that a steady state.
        double grown = file.Series("swapped").Risen >= file.Smallest ? file.Series("res-and-swap").Risen : file.ChangeOf("res");
        bool isGrown = grown >= 2 * file.Smallest && (Rises.ToTheEnd(file.ResTrend) || file.GcCycles < LeastCycles) && !IsRoom(file, grown);
        return isGrown || file.Observation.Ledgers.Count == 0 ? NotSure(file, grown)
            : UnreadRuntimes.IsUnknown(file) ? LevelOfUnknown(file)
            : UnreadRuntimes.IsUnread(file) ? LevelOfUnread(file)
            : new()
            {
                Verdict = VerdictIds.HealthySteady,
                Change = file.ResTo - file.ResFrom,
                Evidence = [Steady(file, grown), .. Composition.FactsOf(file)],
            };
    }

    // Whether a heap that is not read holds a leak, a flat RES does not tell: what RES is made of is all that can be
    // said.
    private static VerdictCause LevelOfUnread(CaseFile file) => new()
    {
        Verdict = VerdictIds.ResLevel,
        Change = file.ResTo,
        Share = 1,
        IsLevel = true,
        Evidence = [Steady(file, file.ChangeOf("res")), .. Composition.FactsOf(file)],
    };

    // Not even what runs is known: a leak may fill pages that are resident already.
    private static VerdictCause LevelOfUnknown(CaseFile file) => new()
    {
        Verdict = VerdictIds.NotSureYet,
        Change = file.ResTo - file.ResFrom,
        Evidence = [new(VerdictFactIds.UnknownRuntimeLevel, VerdictFigure.Bytes("anonymous", file.Level(LedgerTermId.Anonymous))), Steady(file, file.ChangeOf("res"))],
    };

    // What grew is the heap's room, and it holds no more than the goal allows: it is as full as it gets.
    private static bool IsRoom(CaseFile file, double grown)
    {
        double allowed = file.Series("goal").Last - file.Series("live").Last;
        return file.GcCycles >= LeastCycles && file.ChangeOf("room") >= MostOfIt * grown && file.Series("room").MedianBetween(0.7, 1) <= FullRoom * allowed;
    }

    private static VerdictFact Steady(CaseFile file, double grown) => Math.Abs(grown) < file.Smallest
        ? new("res-flat", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("noise", file.Smallest))
        : new("res-levelled", VerdictFigure.Change("change", grown), VerdictFigure.Bytes("level", file.ResTo.Bytes));

    private static VerdictCause NotSure(CaseFile file, double unclaimed)
    {
        // The change as the headline has it, but where pages went to swap: then RES alone would be less than what grew.
        double res = file.ResTo.Bytes - file.ResFrom.Bytes;
        double changed = res > 0 && unclaimed <= res + file.Smallest ? res : unclaimed;
        var largest = LedgerTermNames.All.OrderByDescending(file.Change).Select(static term => (LedgerTermId?)term).FirstOrDefault();
        return new()
        {
            Verdict = VerdictIds.NotSureYet,
            Term = largest,
            Change = Amount.Of(Math.Min(unclaimed, Math.Max(0, res))),
            Evidence =
            [
                unclaimed < LeastOfAll * changed
                    ? new(VerdictFactIds.UnexplainedPart, VerdictFigure.Change("change", changed), VerdictFigure.Bytes("part", unclaimed))
                    : new(VerdictFactIds.Unexplained, VerdictFigure.Change("change", changed)),
            ],
        };
    }
}
