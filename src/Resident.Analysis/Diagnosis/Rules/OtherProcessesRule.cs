using System.Globalization;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>The control group grows, and what grows is the memory of other processes in it: its children, or
/// others.</summary>
internal sealed class OtherProcessesRule : IRule
{
    /// <summary>The fact about one process that the observed one did not start.</summary>
    public const string OtherProcess = "other-process";

    /// <summary>The fact about several of them.</summary>
    public const string OtherProcesses = "other-processes";

    private const double LeastBytes = 4 << 20;
    private const double LeastOfGroup = 0.3;
    private const int MostNames = 3;

    public RuleAnswer? Examine(CaseFile file, Claims claims)
    {
        if (file.Observation.Groups is not [var first, .., var last] || file.Observation.Target.Pid is not { } own)
        {
            return null;
        }

        double least = Math.Max(LeastBytes, 2 * Math.Max(0, file.ChangeOf("res")));
        var grown = GrownOf(first, last, own);
        var children = grown.FindAll(static named => named.IsChild);
        if (children.Sum(static named => named.Bytes) >= least)
        {
            return Found(children);
        }

        double sum = grown.Sum(static named => named.Bytes);
        double group = Math.Max(file.Series("group-anon").Risen, file.Series("group-usage").Risen);
        bool isMostOfIt = group <= 0 || sum >= LeastOfGroup * group;
        // Where RES grew, what strangers did meanwhile is no part of the answer.
        return sum >= least && isMostOfIt && file.ChangeOf("res") < file.Smallest
            ? Found(grown)
            : RuleAnswer.Not(VerdictIds.NotResOtherProcesses, new(
                "others-flat", VerdictFigure.Count("count", last.Members.Count(member => member.Pid != own) + last.LeftOut), VerdictFigure.Change("change", sum)));
    }

    private static RuleAnswer Found(List<Named> grown) => RuleAnswer.Found(
        VerdictIds.NotResOtherProcesses, term: null, grown.Sum(static named => named.Bytes), [], [.. grown.Take(MostNames).Select(FactOf)]);

    private static VerdictFact FactOf(Named named)
    {
        VerdictFigure[] figures =
        [
            VerdictFigure.Word("name", named.Name), VerdictFigure.Count("count", named.Count), VerdictFigure.Change("change", named.Bytes),
            VerdictFigure.Bytes("each", named.Level / named.Count), VerdictFigure.Word("pid", named.Largest.ToString(CultureInfo.InvariantCulture)),
        ];
        return (named.IsChild, named.Count) switch
        {
            (true, 1) => new("other-child", figures),
            (true, _) => new("other-children", figures),
            (false, 1) => new(OtherProcess, figures),
            _ => new(OtherProcesses, figures),
        };
    }

    // By name and by whether it started them; what is new counts whole, what ended is gone.
    private static List<Named> GrownOf(GroupCensus first, GroupCensus last, int own)
    {
        var before = first.Members.ToDictionary(static member => (member.Pid, member.StartTicks), static member => member.RssAnon.Bytes);
        var descendants = DescendantsOf(last, own);
        return
        [
            .. last.Members.Where(member => member.Pid != own)
                .GroupBy(member => (member.Name, IsChild: descendants.Contains(member.Pid)))
                .Select(group => new Named(
                    group.Key.Name,
                    group.Key.IsChild,
                    group.Count(),
                    group.Sum(member => member.RssAnon.Bytes - before.GetValueOrDefault((member.Pid, member.StartTicks))),
                    group.Sum(static member => member.RssAnon.Bytes),
                    group.MaxBy(static member => member.RssAnon.Bytes)!.Pid))
                .Where(static named => named.Bytes > 0)
                .OrderByDescending(static named => named.Bytes),
        ];
    }

    private static HashSet<int> DescendantsOf(GroupCensus census, int own)
    {
        var children = census.Members.ToLookup(static member => member.ParentPid, static member => member.Pid);
        var found = new HashSet<int>();
        var open = new Stack<int>([own]);
        while (open.TryPop(out int parent))
        {
            foreach (int child in children[parent].Where(found.Add))
            {
                open.Push(child);
            }
        }

        return found;
    }

    private sealed record Named(string Name, bool IsChild, int Count, double Bytes, double Level, int Largest);
}
