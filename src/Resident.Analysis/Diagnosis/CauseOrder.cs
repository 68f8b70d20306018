using Resident.Analysis.Diagnosis.Rules;
using Resident.Analysis.Diagnosis.Series;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>In which order the causes stand: by the bytes that they explain, and what answers the question
/// first.</summary>
/// <remarks>RES asks: where it grew, what lies outside it does not head the answer. What goes on asks for more than
/// what a spike left behind.</remarks>
internal static class CauseOrder
{
    // A level that came about before the window explains RES, not its growth: it counts half.
    private const double LevelWeight = 0.5;
    private const double HealthyWeight = 0.25;
    private const double Behind = 0.99;

    /// <summary>Puts the answers in their order.</summary>
    public static List<RuleAnswer> Order(CaseFile file, List<RuleAnswer> found)
    {
        double leak = found.Where(answer => GoesOn(file, answer)).Select(answer => ScoreOf(file, answer)).DefaultIfEmpty(double.PositiveInfinity).Max();
        double residue = found.Where(static answer => IsWhatFellShort(answer.Verdict)).Select(answer => ScoreOf(file, answer)).DefaultIfEmpty(double.PositiveInfinity).Max();
        return [.. found.OrderBy(answer => IsBesideTheQuestion(file, answer)).ThenByDescending(Score)];

        double Score(RuleAnswer answer)
        {
            double score = ScoreOf(file, answer);
            double most = IsResidue(file, answer) ? leak : double.PositiveInfinity;
            most = answer.Verdict is VerdictIds.ResFell or VerdictIds.ResLevel ? Math.Min(leak, residue) : most;
            return Math.Min(score, Behind * most);
        }
    }

    /// <summary>Tells whether an answer is about memory that RES does not count while RES itself grew, or about
    /// processes that are none of this one's.</summary>
    public static bool IsBesideTheQuestion(CaseFile file, RuleAnswer answer) =>
        VerdictIds.IsOutsideRes(answer.Verdict) && (file.ChangeOf("res") >= file.Smallest || answer.Evidence is [{ Id: OtherProcessesRule.OtherProcess or OtherProcessesRule.OtherProcesses }, ..]);

    private static bool GoesOn(CaseFile file, RuleAnswer answer) =>
        answer is { IsLevel: false, Term: not null } && VerdictIds.IsLeak(answer.Verdict) && answer.Bytes >= file.Smallest;

    // What a spike left behind, and limits that a leak has come up to.
    private static bool IsResidue(CaseFile file, RuleAnswer answer) => answer.Verdict switch
    {
        VerdictIds.GoRuntimeMetadataGrowth => answer.IsLevel || !Rises.ToTheEnd(file.TermTrend(LedgerTermId.Metadata)),
        VerdictIds.GoIdleRetained or VerdictIds.GoGoroutineHighwater or VerdictIds.CHeapRetained => answer.IsLevel,
        VerdictIds.GoMemlimitTooLow or VerdictIds.GoMemlimitFill => true,
        _ => false,
    };

    // They say why RES fell, and why it fell no further.
    private static bool IsWhatFellShort(string verdict) =>
        verdict is VerdictIds.GoIdleRetained or VerdictIds.GoHighwaterBursts or VerdictIds.GoGarbageLateGc or VerdictIds.GoGoroutineHighwater;

    private static double ScoreOf(CaseFile file, RuleAnswer answer)
    {
        double weight = answer.IsLevel ? LevelWeight : 1;
        // What is healthy comes first only where it is most of what happened.
        weight *= VerdictIds.IsHealthy(answer.Verdict) && answer.Bytes < 0.9 * Math.Abs(file.ChangeOf("res")) ? HealthyWeight : 1;
        return answer.Bytes * weight;
    }
}
