using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds what is said of a RES that fell or did not change, and of growth that another term's fall lies
/// beside.</summary>
public sealed class ResChangeTests
{
    [Fact]
    public void Diagnose_IdlePagesWereReturned_SaysThatRes_FellAndByWhom()
    {
        var verdict = new MadeUpFacts { Idle = static share => share < 0.3 ? 230 : 12 }.Diagnose();

        Assert.Equal(VerdictIds.ResFell, verdict.Id);
        Assert.Equal(LedgerTermId.Idle, verdict.Causes[0].Term);
        Assert.Equal(218 << 20, verdict.Causes[0].Change.Bytes);
        Assert.Equal("gave-back-idle", verdict.Causes[0].Evidence[0].Id);
    }

    [Theory]
    [InlineData(LedgerTermId.Anonymous, "gave-back-munmap")]
    [InlineData(LedgerTermId.NativeHeap, "gave-back-malloc")]
    [InlineData(LedgerTermId.Files, "gave-back-files")]
    [InlineData(LedgerTermId.ThreadStacks, "gave-back-threads")]
    [InlineData(LedgerTermId.Shared, "gave-back-shared")]
    public void Diagnose_ATermFell_NamesWhoGaveItBack(LedgerTermId term, string giver)
    {
        Func<double, double> Falls(LedgerTermId of, double level) => of == term ? static share => share < 0.5 ? 90 : 8 : _ => level;
        var verdict = new MadeUpFacts
        {
            Anonymous = Falls(LedgerTermId.Anonymous, 0),
            OutsideMapped = Falls(LedgerTermId.Anonymous, 0),
            Native = Falls(LedgerTermId.NativeHeap, 0),
            Files = Falls(LedgerTermId.Files, 0),
            ThreadStacks = Falls(LedgerTermId.ThreadStacks, 0),
            Shared = Falls(LedgerTermId.Shared, 0),
        }.Diagnose();

        Assert.Equal(VerdictIds.ResFell, verdict.Id);
        Assert.Equal(giver, verdict.Causes[0].Evidence[0].Id);
    }

    [Fact]
    public void Diagnose_PagesWereDroppedInMappingsThatStay_IsNoUnmapping() =>
        Assert.Equal(
            "gave-back-pages",
            new MadeUpFacts { Anonymous = static share => share < 0.5 ? 90 : 8, OutsideMapped = static _ => 100 }.Diagnose().Causes[0].Evidence[0].Id);

    [Fact]
    public void Diagnose_ALeakGoesOnWhileRes_Fell_TheLeakIsFirst()
    {
        var verdict = new MadeUpFacts { Idle = static share => share < 0.3 ? 230 : 12, Native = static share => 5 + (30 * share) }.Diagnose();

        Assert.Equal(VerdictIds.CHeapLeak, verdict.Id);
        Assert.Equal(new VerdictFall(LedgerTermId.Idle, new(218 << 20)), verdict.Causes[0].Fall);
        Assert.Contains(verdict.Causes, static cause => cause.Verdict is VerdictIds.ResFell);
    }

    [Fact]
    public void Diagnose_ALeakShowsInRes_HasNoFallBesideIt() =>
        Assert.Null(new MadeUpFacts { Native = static share => 5 + (30 * share) }.Diagnose().Causes[0].Fall);

    [Fact]
    public void Diagnose_PagesWentToSwap_AreNeitherAFallNorSteady()
    {
        var verdict = new MadeUpFacts { Anonymous = static share => share < 0.5 ? 90 : 8, OutsideMapped = static _ => 100, Swap = static share => share < 0.5 ? 0 : 82 }.Diagnose();

        Assert.Equal(VerdictIds.ResLevel, verdict.Id);
        Assert.Equal("swapped-out", verdict.Causes[0].Evidence[0].Id);
        Assert.DoesNotContain(verdict.Causes, static cause => cause.Verdict is VerdictIds.ResFell || VerdictIds.IsHealthy(cause.Verdict));
    }

    [Fact]
    public void Diagnose_ASwingWithTheLoad_IsNoFall() =>
        Assert.DoesNotContain(
            new MadeUpFacts { Idle = static share => 60 + (50 * Math.Cos(share * 6.5 * Math.PI)) }.Diagnose().Causes,
            static cause => cause.Verdict is VerdictIds.ResFell);

    [Theory]
    [InlineData("python")]
    [InlineData("native")]
    public void Diagnose_AnUnreadRuntimeIsFlat_IsALevelAndNotHealthy(string runtime)
    {
        var verdict = new MadeUpFacts { Runtime = runtime, Anonymous = static _ => 80, Native = static _ => 60 }.Diagnose();

        Assert.Equal(VerdictIds.ResLevel, verdict.Id);
        Assert.Contains(verdict.Causes[0].Evidence, static fact => fact.Id is "level-unread-heap");
    }

    [Fact]
    public void Diagnose_MostOfASteadyRes_IsTheProgramItself_SaysThat() =>
        Assert.Contains(new MadeUpFacts { Executable = static _ => 90 }.Diagnose().Causes[0].Evidence, static fact => fact.Id is "level-program");
}
