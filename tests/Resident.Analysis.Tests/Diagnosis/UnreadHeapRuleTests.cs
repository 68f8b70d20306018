using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds that growth in a program whose runtime is not read is said to be that runtime's heap, and never a
/// leak of mappings or of C.</summary>
public sealed class UnreadHeapRuleTests
{
    public static TheoryData<string> Runtimes => ["dotnet", "jvm", "node", "python", "ruby", "native"];

    [Theory]
    [MemberData(nameof(Runtimes))]
    public void Anonymous_OfAnUnreadRuntimeGrows_IsItsHeap(string runtime)
    {
        var verdict = new MadeUpFacts { Runtime = runtime, Anonymous = static share => 20 + (60 * share), OutsideMapped = static share => 40 + (60 * share) }.Diagnose();

        Assert.Equal(VerdictIds.UnreadRuntimeHeap, verdict.Id);
        Assert.Equal("runtime:" + runtime, verdict.Causes[0].Evidence[0].Figures[0].Text);
        Assert.Equal("unread-heap-goes-on", verdict.Causes[0].Evidence[1].Id);
        Assert.False(VerdictIds.IsLeak(verdict.Id));
        Assert.DoesNotContain(verdict.Causes, static cause => cause.Verdict is VerdictIds.OffheapMmapLeak);
    }

    [Fact]
    public void Anonymous_RoseToALevel_SaysThatToo() =>
        Assert.Equal(
            "unread-heap-levelled",
            new MadeUpFacts { Runtime = "jvm", Anonymous = static share => share < 0.4 ? 20 : 90, OutsideMapped = static _ => 500 }.Diagnose().Causes[0].Evidence[1].Id);

    [Theory]
    [InlineData("python", VerdictIds.UnreadRuntimeHeap)]
    [InlineData("ruby", VerdictIds.UnreadRuntimeHeap)]
    [InlineData("jvm", VerdictIds.CHeapLeak)]
    [InlineData("native", VerdictIds.CHeapLeak)]
    public void NativeHeap_GrowsBesideARuntime_IsTheRuntimesWhereItUsesMalloc(string runtime, string expected) =>
        Assert.Equal(expected, new MadeUpFacts { Runtime = runtime, Native = static share => 5 + (60 * share) }.Diagnose().Id);

    [Fact]
    public void Anonymous_OfAGoProgram_IsNoHeapOfAnotherRuntime() =>
        Assert.DoesNotContain(
            new MadeUpFacts { Anonymous = static share => 2 + (30 * share), OutsideMapped = static share => 20 + (30 * share) }.Diagnose().Causes,
            static cause => cause.Verdict is VerdictIds.UnreadRuntimeHeap);

    [Fact]
    public void Anonymous_OfAProgramThatMayNotBeRead_IsNobodysHeap()
    {
        var verdict = new MadeUpFacts { Runtime = null, Anonymous = static share => 20 + (60 * share), OutsideMapped = static share => 40 + (60 * share) }.Diagnose();

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.Equal(["unknown-runtime-rises", "rises-to-the-end"], verdict.Causes[0].Evidence.Select(static fact => fact.Id));
        Assert.Equal("do-ask-with-rights", verdict.Actions[0].Text.Id);
        Assert.Null(verdict.DecidesIn);
        Assert.DoesNotContain(verdict.Causes, static cause => cause.Verdict is VerdictIds.OffheapMmapLeak or VerdictIds.UnreadRuntimeHeap);
    }

    [Fact]
    public void Level_OfAProgramThatMayNotBeRead_IsNoAnswer()
    {
        var verdict = new MadeUpFacts { Runtime = null, Anonymous = static _ => 60 }.Diagnose();

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.Equal("unknown-runtime-level", verdict.Causes[0].Evidence[0].Id);
        Assert.Null(verdict.Window.GcCycles);
    }
}
