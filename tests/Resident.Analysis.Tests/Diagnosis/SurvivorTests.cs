using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>What the heap profiler's counts say in a window too short for a trend, and what they must not be taken
/// for.</summary>
public sealed class SurvivorTests
{
    private const double TwoCycles = 2.99;

    // Two cycles, live flat as far as they tell: the sawtooth of a service that is asked for 40 seconds.
    private static MadeUpFacts Brief => new()
    {
        Age = TimeSpan.FromMinutes(5),
        Cycles = static share => 20 + Math.Floor(share * TwoCycles),
        Garbage = static share => 5 + (30 * (share * TwoCycles % 1)),
        Allocated = static share => 2000 + (100 * share),
    };

    [Fact]
    public void Diagnose_PlaceThatFreesNothing_IsALeakAfterTwoCycles()
    {
        var verdict = (Brief with { Allocations = MadeUpProfiles.Flow("main.keep", static share => 100 + (14 * share), static _ => 0) }).Diagnose();

        Assert.Equal(VerdictIds.GoLiveHeapLeak, verdict.Id);
        Assert.Equal("main.keep", verdict.Sites[0].Function);
        Assert.Equal("survivors-of-place", verdict.Causes[0].Evidence[0].Id);
    }

    [Fact]
    public void Diagnose_PlaceThatFreesAsManyAsCome_IsNotSureYet() =>
        AssertUnsure(VerdictFactIds.FewCycles, Brief with { Allocations = MadeUpProfiles.Flow("main.store", static share => 100 + (14 * share), static share => 80 + (14 * share)) });

    [Fact]
    public void Diagnose_BurstThatIsOver_IsNoLeak() =>
        AssertUnsure(VerdictFactIds.FewCycles, Brief with { Allocations = MadeUpProfiles.Flow("main.load", static share => 100 + (30 * Math.Min(1, 4 * share)), static _ => 0) });

    [Fact]
    public void Diagnose_StoreThatFillsEverMoreSlowly_IsNoLeak() =>
        AssertUnsure(VerdictFactIds.FewCycles, Brief with { Allocations = MadeUpProfiles.Flow("main.cache", static share => 400 + (10 * share), static _ => 0) });

    [Fact]
    public void Diagnose_FewObjectsThatWereNotFreed_AreASuspicionOnly()
    {
        var verdict = (Quiet with { Allocations = MadeUpProfiles.Flow("main.keep", static share => 5 + (4 * share), static _ => 0) }).Diagnose();

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.Equal(VerdictFactIds.NoneFreed, verdict.Causes[0].Evidence[0].Id);
        var suspect = Assert.Single(verdict.Suspects);
        Assert.Equal(("main.keep", 0L), (suspect.Function, suspect.SampledFrees));
        Assert.True(suspect.IsSinceStart);
    }

    [Fact]
    public void Diagnose_ManyCyclesWithoutSurvivors_IsHealthyAndSaysHowMuchItWouldHaveFound()
    {
        var verdict = (Quiet with { Allocations = MadeUpProfiles.Flow("main.store", static share => 500 + (40 * share), static share => 450 + (40 * share)) }).Diagnose();

        Assert.Equal(VerdictIds.HealthySteady, verdict.Id);
        Assert.True(verdict.Sensitivity!.BytesPerHour > 0);
        Assert.Null(verdict.DecidesIn);
    }

    [Fact]
    public void Diagnose_ThreeCycles_AreNeverHealthy()
    {
        var verdict = (Brief with { Cycles = static share => 20 + Math.Floor(share * 3.99) }).Diagnose();

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.NotNull(verdict.DecidesIn);
    }

    [Fact]
    public void Diagnose_IdleWithoutACycle_IsHealthy()
    {
        var verdict = (Quiet with { Cycles = static _ => 20, Allocated = static _ => 2000, Garbage = static _ => 4 }).Diagnose();

        Assert.Equal(VerdictIds.HealthySteady, verdict.Id);
        Assert.Equal((0d, "allocation"), (verdict.Sensitivity!.BytesPerHour!.Value, verdict.Sensitivity.Basis));
    }

    [Fact]
    public void Diagnose_AllocatorThatServesAStoreAtRestToo_IsNotThePlace()
    {
        var leak = MadeUpProfiles.Flow("main.newRow", static share => 100 + (14 * share), static _ => 0, "main.remember");
        var store = MadeUpProfiles.Flow("main.newRow", static share => 300 + (14 * share), static share => 280 + (14 * share), "main.expire");

        var verdict = (Brief with { Allocations = MadeUpProfiles.Beside(leak, store) }).Diagnose();

        Assert.Equal("main.remember", verdict.Sites[0].Function);
        Assert.Equal(["main.newRow"], verdict.Sites[0].Via);
    }

    private static MadeUpFacts Quiet => new() { Age = TimeSpan.FromMinutes(5) };

    private static void AssertUnsure(string why, MadeUpFacts facts)
    {
        var verdict = facts.Diagnose();
        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        Assert.Equal(why, verdict.Causes[0].Evidence[0].Id);
    }
}
