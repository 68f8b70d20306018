using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds that a control group's growth is told to be whose it is: this process's, its children's, or
/// others'.</summary>
public sealed class GroupRuleTests
{
    private const int Own = 4711;

    [Fact]
    public void Children_Grew_AreTheAnswerByName()
    {
        var verdict = new MadeUpFacts { Groups = [Census((Own, 1, "orders", 60)), Census([(Own, 1, "orders", 60), .. Workers(15, Own, 17)])] }.Diagnose();

        Assert.Equal(VerdictIds.NotResOtherProcesses, verdict.Id);
        var fact = verdict.Causes[0].Evidence[0];
        Assert.Equal("other-children", fact.Id);
        Assert.Equal("python3", fact.Figures[0].Text);
        Assert.Equal(15, fact.Figures[1].Value);
        Assert.Equal(17 << 20, fact.Figures[3].Value);
    }

    [Fact]
    public void Children_OfChildren_AreItsOwn() =>
        Assert.Equal(
            "other-child",
            new MadeUpFacts { Groups = [Census((Own, 1, "orders", 60), (20, Own, "sh", 1), (21, 20, "convert", 2)), Census((Own, 1, "orders", 60), (20, Own, "sh", 1), (21, 20, "convert", 90))] }
                .Diagnose().Causes[0].Evidence[0].Id);

    [Fact]
    public void Children_GrewLessThanOthers_AreTheAnswerAllTheSame() =>
        Assert.Equal(
            ["other-child"],
            new MadeUpFacts { Groups = [Census((Own, 1, "orders", 60)), Census([(Own, 1, "orders", 60), (21, Own, "convert", 90), .. Workers(3, 1, 500)])] }
                .Diagnose().Causes[0].Evidence.Select(static fact => fact.Id));

    [Fact]
    public void OtherProcesses_Grew_AreToldBehindTheAnswer()
    {
        var verdict = new MadeUpFacts { Groups = [Census((Own, 1, "orders", 60)), Census([(Own, 1, "orders", 60), .. Workers(3, 1, 50)])] }.Diagnose();

        Assert.Equal([VerdictIds.HealthySteady, VerdictIds.NotResOtherProcesses], verdict.Causes.Select(static cause => cause.Verdict));
    }

    [Fact]
    public void OtherProcesses_GrewWhileRes_Grew_AreNotTheAnswer()
    {
        var verdict = new MadeUpFacts { Native = static share => 60 * share, Groups = [Census((Own, 1, "orders", 60)), Census([(Own, 1, "orders", 60), .. Workers(15, Own, 17)])] }.Diagnose();

        Assert.Equal(VerdictIds.CHeapLeak, verdict.Id);
    }

    [Fact]
    public void OtherProcesses_Stay_AreRuledOut() =>
        Assert.Contains(
            new MadeUpFacts { Groups = [Census((Own, 1, "orders", 60), (9, 1, "nginx", 30)), Census((Own, 1, "orders", 60), (9, 1, "nginx", 31))] }.Diagnose().RuledOut,
            static ruledOut => ruledOut is { Verdict: VerdictIds.NotResOtherProcesses, Reason.Id: "others-flat" });

    [Fact]
    public void PageCache_OfWhatItReads_IsPageCache()
    {
        var verdict = new MadeUpFacts { Read = static share => 400 * share, GroupCache = static share => 10 + (400 * share) }.Diagnose();

        Assert.Equal(VerdictIds.NotResPageCache, verdict.Id);
        Assert.Equal("page-cache-read", verdict.Causes[0].Evidence[0].Id);
    }

    [Fact]
    public void PageCache_WhileRes_Grew_IsNotTheAnswer() =>
        Assert.Equal(
            VerdictIds.CHeapLeak,
            new MadeUpFacts { Native = static share => 30 * share, Read = static share => 400 * share, GroupCache = static share => 10 + (400 * share) }.Diagnose().Id);

    [Fact]
    public void PageTables_OfSparseMappings_AreTheMappingsFault()
    {
        var verdict = new MadeUpFacts
        {
            Anonymous = static share => 2 + (10 * share),
            OutsideMapped = static share => 100 + (4000 * share),
            PageTables = static share => 1 + (20 * share),
        }.Diagnose();

        Assert.Equal(VerdictIds.OffheapMmapLeak, verdict.Id);
        Assert.Contains(verdict.Causes[0].Evidence, static fact => fact.Id is "page-tables-sparse");
    }

    private static GroupCensus Census(params (int Pid, int Parent, string Name, int Mebibytes)[] members) => new()
    {
        TakenAt = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero),
        Members =
        [
            .. members.Select(static member => new GroupMember
            {
                Pid = member.Pid,
                ParentPid = member.Parent,
                StartTicks = 1,
                Name = member.Name,
                RssAnon = new((long)member.Mebibytes << 20),
            }),
        ],
    };

    private static IEnumerable<(int Pid, int Parent, string Name, int Mebibytes)> Workers(int count, int parent, int mebibytes) =>
        Enumerable.Range(0, count).Select(i => (5000 + i, parent, "python3", mebibytes));
}
