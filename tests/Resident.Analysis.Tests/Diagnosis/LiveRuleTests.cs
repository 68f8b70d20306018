using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds the rules of live objects, goroutines and finalizers against facts that they must speak of, and against facts nearby.</summary>
public sealed class LiveRuleTests
{
    [Fact]
    public void LiveLeak_BesideAStep_Speaks() =>
        AssertFirst(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => 40 + (30 * share) + (share > 0.5 ? 20 : 0) });

    [Fact]
    public void LiveLeak_StepWithALastBit_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => 40 + (2 * share) + (share > 0.5 ? 40 : 0) });

    [Fact]
    public void LiveLeak_TwoCyclesInWhichNothingDies_Speaks() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        new MadeUpFacts
        {
            Cycles = static share => 5 + Math.Floor(share * 2.99),
            Live = static share => 40 + (30 * Math.Floor(share * 2.99)),
            Garbage = static share => 30 * (share * 2.99 % 1),
            Allocated = static share => 100 + (90 * share),
        });

    [Fact]
    public void LiveLeak_OneCycleThatFindsWhatCameBeforeTheLook_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, OneCycle with { Allocated = static share => 100 + share });

    [Fact]
    public void LiveLeak_OneCycleAndTheProgramAllocatesAsBefore_Speaks() => AssertFirst(VerdictIds.GoLiveHeapLeak, OneCycle);

    [Fact]
    public void LiveLeak_BatchLikeThoseThatWereFreedBefore_IsNotSureYet()
    {
        var verdict = (Filling with { Allocations = MadeUpProfiles.Flow("main.collect", static share => 43 + (20 * share), static _ => 40) }).Diagnose();

        Assert.Equal(VerdictIds.NotSureYet, verdict.Id);
        var fact = verdict.Causes[0].Evidence[0];
        Assert.Equal(VerdictFactIds.FreedBefore, fact.Id);
        Assert.Equal("main.collect", fact.Figures[0].Text);
        Assert.Equal([40, 0, 20], fact.Figures.Skip(1).Select(static figure => figure.Value));
    }

    [Fact]
    public void LiveLeak_QueueThatFreesAtItsUsualPace_Speaks() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        Filling with { Allocations = MadeUpProfiles.Flow("main.enqueue", static share => 100 + (50 * share), static share => 60 + (30 * share)) });

    [Fact]
    public void LiveLeak_GoesOnAfterARelease_Speaks() =>
        AssertFirst(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => (share < 0.15 ? 70 : 10) + (40 * share) });

    [Fact]
    public void LiveLeak_AWarmUpOfADozenCycles_IsSilent() => AssertSilent(VerdictIds.GoLiveHeapLeak, Warming);

    [Fact]
    public void LiveLeak_ADozenCyclesOfOnePace_Speaks() =>
        AssertFirst(VerdictIds.GoLiveHeapLeak, Warming with { Live = static share => 48 + (14 * Math.Floor(12 * share) / 12) });

    [Fact]
    public void LiveLeak_ALevelAfterARelease_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => share < 0.15 ? 70 : 10 });

    [Fact]
    public void LiveLeak_CacheThatIsClearedAgainAndAgain_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => 10 + (60 * ((0.7 + (2.2 * share)) % 1)) });

    [Fact]
    public void LiveLeak_BesideACacheThatFills_Speaks() => AssertFirst(
        VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Age = TimeSpan.FromSeconds(5), Points = 21, Live = static share => 24 + (32 * Math.Min(1, 4.5 * share)) + (20 * share) });

    [Fact]
    public void LiveLeak_CacheThatSettlesSlowly_IsSilent() => AssertSilent(
        VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Age = TimeSpan.FromSeconds(5), Points = 21, Live = static share => 24 + (52 * (1 - Math.Exp(-3.3 * share))) });

    [Fact]
    public void LiveLeak_LastCycleIsLongAgoAndTheLoadGoesOn_Speaks() => AssertFirst(VerdictIds.GoLiveHeapLeak, EarlyCycles);

    [Fact]
    public void LiveLeak_LastCycleIsLongAgoAndTheLoadIsHalfOfWhatItWas_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, Loaded with { Allocated = static share => share < 0.6 ? 2000 * share : 1200 + (700 * (share - 0.6)) });

    [Fact]
    public void LiveLeak_LastCycleIsLongAgoAfterADozenOthersAndTheLoadGoesOn_Speaks() =>
        AssertFirst(VerdictIds.GoLiveHeapLeak, Loaded with { Allocated = static share => 2000 * share });

    [Fact]
    public void LiveLeak_LastCycleIsLongAgoAndTheLoadIsOver_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, EarlyCycles with { Allocated = static share => 100 + (300 * Math.Min(share, 0.4)) + (20 * share) });

    [Fact]
    public void LiveLevel_LastCycleIsLongAgoAndTheLoadIsOver_IsNotSureYet() =>
        AssertFirst(VerdictIds.NotSureYet, EarlyCycles with { Allocated = static share => 100 + (300 * Math.Min(share, 0.4)) + (20 * share) });

    [Fact]
    public void LiveLeak_TwoCyclesThatFreeMost_IsNotCalledALeak() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, new MadeUpFacts
        {
            Cycles = static share => 5 + Math.Floor(share * 2.99),
            Live = static share => 40 + (5 * Math.Floor(share * 2.99)),
            Garbage = static share => 60 * (share * 2.99 % 1),
            Allocated = static share => 100 + (190 * share),
        });

    [Fact]
    public void LiveLeak_BurstsThatLoseWhatTheyGained_IsSilent() =>
        AssertSilent(VerdictIds.GoLiveHeapLeak, new MadeUpFacts { Live = static share => 20 + (share * 5 % 1 < 0.4 ? 100 * share : 0) });

    [Fact]
    public void LiveLeak_JobsThatKeepAllTheyAllocate_IsNoBurst() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        new MadeUpFacts
        {
            Live = static share => 8 + (5 * Math.Floor(share * 20)),
            Cycles = static share => 10 + (2 * Math.Floor(share * 20)),
            Allocated = static share => 100 + (6 * Math.Floor(share * 20)),
            HeapSys = static share => 20 + (8 * Math.Floor(share * 20)),
        });

    [Fact]
    public void LiveLevel_CacheThatSettles_IsHealthy() =>
        AssertFirst(VerdictIds.HealthySaturating, new MadeUpFacts { Live = static share => 40 + (60 * (1 - Math.Exp(-7 * share))) });

    [Fact]
    public void LiveLevel_YoungProcessThatHasItsData_IsAWarmUp() =>
        AssertFirst(VerdictIds.HealthyWarmup, new MadeUpFacts { Age = TimeSpan.FromSeconds(3), Live = static share => share < 0.12 ? 20 : 90 });

    [Fact]
    public void LiveLevel_YoungProcessWhoseCacheBendsForHalfTheWindow_Settles() => AssertFirst(
        VerdictIds.HealthySaturating, new MadeUpFacts { Age = TimeSpan.FromSeconds(3), Live = static share => 20 + (60 * (1 - Math.Exp(-6.5 * share))) });

    [Fact]
    public void LiveLevel_YoungProcessThatIsFullSoon_IsAWarmUp() => AssertFirst(
        VerdictIds.HealthyWarmup, new MadeUpFacts { Age = TimeSpan.FromSeconds(3), Live = static share => 20 + (60 * Math.Min(1, 5 * share)) });

    [Fact]
    public void LiveLevel_OneStep_IsHealthy() =>
        AssertFirst(VerdictIds.HealthyStep, new MadeUpFacts { Live = static share => share < 0.4 ? 40 : 90 });

    [Fact]
    public void LiveLevel_LargeTables_IsAPlateau() => AssertFirst(
        VerdictIds.GoLiveHeapPlateau,
        Tables with { Age = TimeSpan.FromSeconds(1) });

    [Fact]
    public void LiveLevel_LargeTablesOfAnOldProcess_MayBeFilledOn() => AssertFirst(VerdictIds.NotSureYet, Tables with
    {
        Live = static share => share < 0.3 ? 80 : 130,
        LargeObjects = static share => share < 0.3 ? 60 : 110,
    });

    [Fact]
    public void LiveLevel_LargeTablesThatCameLate_MayBeFilledOn() => AssertFirst(VerdictIds.NotSureYet, Tables with
    {
        Age = TimeSpan.FromSeconds(1),
        Live = static share => share < 0.7 ? 40 : 130,
        LargeObjects = static share => share < 0.7 ? 20 : 110,
    });

    [Fact]
    public void LiveLevel_TablesThatDoubledTwiceAndNotForLong_ArePlateau() => AssertFirst(VerdictIds.GoLiveHeapPlateau, Tables with
    {
        Live = static share => share < 0.1 ? 40 : share < 0.25 ? 60 : 100,
        LargeObjects = static share => share < 0.1 ? 20 : share < 0.25 ? 40 : 80,
    });

    [Fact]
    public void LiveLevel_SliceThatWasBuiltOnce_IsALevelThoughBothArraysWereAlive() => AssertFirst(
        VerdictIds.GoLiveHeapPlateau,
        new MadeUpFacts { Live = static share => share < 0.2 ? 2 : share < 0.4 ? 169 : 94, LargeObjects = static share => share < 0.2 ? 0 : share < 0.4 ? 169 : 94, Age = TimeSpan.FromSeconds(1) });

    [Fact]
    public void LiveLevel_NoiseBesideALargeBlock_IsNoPlateau() =>
        AssertSilent(VerdictIds.GoLiveHeapPlateau, new MadeUpFacts
        {
            Live = static share => share < 0.4 ? 20 : 21.2,
            LargeObjects = static _ => 20,
            Idle = static share => share < 0.4 ? 2 : 9,
        });

    [Fact]
    public void LiveLevel_LevelThatIsLostAgain_IsSilent()
    {
        var burst = new MadeUpFacts { Live = static share => share is > 0.3 and < 0.5 ? 150 : 40 };

        AssertSilent(VerdictIds.HealthyStep, burst);
        AssertSilent(VerdictIds.GoLiveHeapPlateau, burst);
    }

    [Fact]
    public void Periodic_LoadThatComesAndGoes_Speaks() =>
        AssertFirst(VerdictIds.HealthyPeriodic, new MadeUpFacts { Points = 121, Live = static share => 60 + (20 * Math.Sin(share * 2 * Math.PI * 4)) });

    [Fact]
    public void Periodic_NoSwing_IsSilent() =>
        AssertSilent(VerdictIds.HealthyPeriodic, new MadeUpFacts { Points = 121 });

    [Fact]
    public void GoroutineLeak_StacksAndWhatTheyHold_Speaks() =>
        AssertFirst(VerdictIds.GoGoroutineLeak, Crowd);

    [Fact]
    public void GoroutineLeak_PoolThatWasStartedOnce_IsSilent() =>
        AssertSilent(VerdictIds.GoGoroutineLeak, Crowd with { Goroutines = static share => share < 0.4 ? 12 : 2000, Stacks = static share => share < 0.4 ? 1 : 12, Live = static _ => 40 });

    [Fact]
    public void GoroutineLeak_FewThatAllocatedWhatGrew_HoldIt() => AssertFirst(
        VerdictIds.GoGoroutineLeak,
        FewAndFat with { Profiles = [MadeUpProfiles.Profile("main.upload", 1), MadeUpProfiles.Profile("main.upload", 60)] });

    [Fact]
    public void GoroutineLeak_FewWithAProfileThatSamplesNothing_HoldIt() => AssertFirst(
        VerdictIds.GoGoroutineLeak,
        FewAndFat with { Goroutines = static share => 40 + (60 * share), Profiles = [MadeUpProfiles.Profile("runtime.mProfStackInit", 0.01), MadeUpProfiles.Profile("runtime.mProfStackInit", 0.01)] });

    [Fact]
    public void GoroutineLeak_FewWhileAnotherPlaceGrew_LeavesTheHeapAlone() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        FewAndFat with { Profiles = [MadeUpProfiles.Profile("main.remember", 1), MadeUpProfiles.Profile("main.remember", 60)] });

    [Fact]
    public void GoroutineHighwater_PeakIsOver_Speaks() => AssertFirst(
        VerdictIds.GoGoroutineHighwater,
        new MadeUpFacts { Live = static _ => 25, Censuses = [MadeUpProfiles.Census(40, "main.work", dead: 90_000), MadeUpProfiles.Census(40, "main.work", dead: 90_000)] });

    [Fact]
    public void GoroutineHighwater_CrowdIsStillThere_IsSilent() => AssertSilent(
        VerdictIds.GoGoroutineHighwater,
        new MadeUpFacts { Live = static _ => 25, Goroutines = static _ => 60_000, Censuses = [MadeUpProfiles.Census(60_000, "main.work", dead: 90_000), MadeUpProfiles.Census(60_000, "main.work", dead: 90_000)] });

    [Fact]
    public void StackGrowth_SameGoroutinesDeeperStacks_Speaks() =>
        AssertFirst(VerdictIds.GoStackGrowth, new MadeUpFacts { Goroutines = static _ => 200, Stacks = static share => 2 + (50 * share) });

    [Fact]
    public void StackGrowth_MoreGoroutines_IsSilent() =>
        AssertSilent(VerdictIds.GoStackGrowth, new MadeUpFacts { Goroutines = static share => 200 + (20_000 * share), Stacks = static share => 2 + (50 * share) });

    [Fact]
    public void ThreadLeak_MoreAndMore_Speaks() => AssertFirst(
        VerdictIds.ThreadLeak,
        new MadeUpFacts { Threads = static share => 10 + (900 * share), Goroutines = static share => 12 + (900 * share), Stacks = static share => 1 + (30 * share) });

    [Fact]
    public void ThreadLeak_ManyThatStay_IsSilent() =>
        AssertSilent(VerdictIds.ThreadLeak, new MadeUpFacts { Threads = static _ => 900, Stacks = static _ => 30 });

    [Fact]
    public void FinalizerBacklog_StuckWhileLiveRises_Speaks() =>
        AssertFirst(VerdictIds.GoFinalizerBacklog, Stuck with { Live = static share => 40 + (60 * share) });

    [Fact]
    public void FinalizerBacklog_StuckAndTwoCyclesFreeNothing_Speaks() => AssertFirst(
        VerdictIds.GoFinalizerBacklog,
        Stuck with
        {
            Cycles = static share => 5 + Math.Floor(share * 2.99),
            Live = static share => 40 + (30 * Math.Floor(share * 2.99)),
            Garbage = static share => 30 * (share * 2.99 % 1),
            Allocated = static share => 100 + (90 * share),
        });

    [Fact]
    public void FinalizerBacklog_StuckWhileLiveStays_IsSilent() => AssertSilent(VerdictIds.GoFinalizerBacklog, Stuck);

    [Fact]
    public void FinalizerBacklog_IdleRunner_IsSilent() => AssertSilent(
        VerdictIds.GoFinalizerBacklog,
        Stuck with { Live = static share => 40 + (60 * share), Censuses = [.. Enumerable.Repeat(MadeUpProfiles.Census(1, "runtime.gopark", "finalizer wait", "runtime.runfinq"), 5)] });

    private static MadeUpFacts Filling => new() { Live = static share => 40 + (10 * share) };

    // The mark finds all that was allocated since the one before it, 40 s before the look and 40 s of it.
    private static MadeUpFacts OneCycle => new()
    {
        Cycles = static share => share < 0.9 ? 5 : 6,
        LastMark = TimeSpan.FromSeconds(40),
        Live = static share => share < 0.9 ? 40 : 116,
        Garbage = static share => share < 0.9 ? 40 + (40 * share) : 40 * (share - 0.9),
        Allocated = static share => 100 + (40 * share),
    };

    private static MadeUpFacts EarlyCycles => new()
    {
        Cycles = static share => 5 + Math.Floor(10 * Math.Min(share, 0.4)),
        Live = static share => 40 + (8 * Math.Floor(10 * Math.Min(share, 0.4))),
        Garbage = static share => 8 + (30 * Math.Max(0, share - 0.4)),
        Allocated = static share => 100 + (300 * share),
    };

    private static MadeUpFacts Crowd => new()
    {
        Goroutines = static share => 12 + (5000 * share),
        Stacks = static share => 1 + (12 * share),
        Live = static share => 40 + (30 * share),
        Censuses = [MadeUpProfiles.Census(12, "main.wait"), MadeUpProfiles.Census(5012, "main.wait")],
    };

    private static MadeUpFacts FewAndFat => new()
    {
        Goroutines = static share => 200 + (60 * share),
        Stacks = static share => 1 + (0.1 * share),
        Live = static share => 40 + (60 * share),
        Censuses = [MadeUpProfiles.Census(200, "main.upload"), MadeUpProfiles.Census(260, "main.upload")],
    };

    private static MadeUpFacts Stuck => new()
    {
        Censuses = [.. Enumerable.Repeat(MadeUpProfiles.Census(1, "main.(*conn).flush", "chan send", "runtime.runfinq"), 5)],
    };

    private static void AssertFirst(string verdict, MadeUpFacts facts) => Assert.Equal(verdict, facts.Diagnose().Id);

    private static void AssertSilent(string verdict, MadeUpFacts facts) =>
        Assert.DoesNotContain(facts.Diagnose().Causes, cause => string.Equals(cause.Verdict, verdict, StringComparison.Ordinal));

    // A dozen cycles in the first six tenths of the window, each finding more live; none since.
    private static MadeUpFacts Loaded => new()
    {
        Cycles = static share => 100 + (int)(20 * Math.Min(share, 0.6)),
        Live = static share => 10 + (15 * (int)(20 * Math.Min(share, 0.6))),
        Garbage = static share => 5 + (150 * Math.Max(0, share - 0.6)),
    };

    private static MadeUpFacts Tables => new()
    {
        Live = static share => share < 0.3 ? 40 : 130,
        LargeObjects = static share => share < 0.3 ? 20 : 110,
    };

    // From the first to the third time constant.
    private static MadeUpFacts Warming => new()
    {
        Cycles = static share => 100 + Math.Floor(12 * share),
        Live = static share => 30 + (32 * (1 - Math.Exp(-1 - (2 * Math.Floor(12 * share) / 12)))),
    };
}
