using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds each rule of the Go heap against facts that it must speak of, and against facts nearby that it must leave alone.</summary>
public sealed class HeapRuleTests
{
    [Fact]
    public void GcDisabled_GarbageWithoutCollector_Speaks() =>
        AssertFirst(VerdictIds.GoGcDisabled, Uncollected);

    [Fact]
    public void GcDisabled_LimitRunsTheCollector_IsSilent() =>
        AssertSilent(VerdictIds.GoGcDisabled, Uncollected with { Limit = 400 });

    [Fact]
    public void FirstTouch_ReservedObjectsAreWritten_Speaks() =>
        AssertFirst(VerdictIds.GoFirstTouch, new MadeUpFacts { Live = static share => 40 + (60 * share), Marked = static _ => 240, Untouched = static share => 200 - (60 * share) });

    [Fact]
    public void FirstTouch_WrittenUnderALoadThatFillsTheRoom_Speaks() =>
        AssertFirst(VerdictIds.GoFirstTouch, new MadeUpFacts
        {
            Live = static share => 40 + (60 * share),
            Marked = static _ => 240,
            Untouched = static share => 200 - (60 * share),
            Garbage = static share => 2 + (50 * share),
        });

    [Fact]
    public void FirstTouch_ObjectsThatAreNew_IsSilent() =>
        AssertSilent(VerdictIds.GoFirstTouch, new MadeUpFacts { Live = static share => 40 + (60 * share), Untouched = static _ => 200 });

    [Fact]
    public void ReleasedResident_HugePagesBringThemBack_Speaks() =>
        AssertFirst(VerdictIds.ThpBloat, Released with { HugePages = static share => 10 + (60 * share) });

    [Fact]
    public void ReleasedResident_KernelHasNotTakenThem_Speaks() =>
        AssertFirst(VerdictIds.LazyFree, Released with { LazyFree = static share => 60 * share });

    [Fact]
    public void ReleasedResident_NeitherHugeNorLazy_IsSilent()
    {
        AssertSilent(VerdictIds.ThpBloat, Released);
        AssertSilent(VerdictIds.LazyFree, Released);
    }

    [Fact]
    public void LateGc_GarbageOfASpikeWaits_Speaks() =>
        AssertFirst(VerdictIds.GoGarbageLateGc, Waiting);

    [Fact]
    public void LateGc_NextCycleIsDueAtThePaceOfAllocation_IsSilent() =>
        AssertSilent(VerdictIds.GoGarbageLateGc, Waiting with { Allocated = static share => 5000 + (600 * share) });

    [Fact]
    public void Fragmentation_SlotsStayFreeThroughAllCycles_Speaks() =>
        AssertFirst(VerdictIds.GoFragmentation, new MadeUpFacts { Live = static _ => 12, Fragmentation = static share => 20 + (80 * share) });

    [Fact]
    public void Fragmentation_SlotsOfASawtoothAreUsedAgain_IsSilent() =>
        AssertSilent(VerdictIds.GoFragmentation, new MadeUpFacts { Live = static _ => 12, Fragmentation = static share => 2 + (30 * Tooth(share)) });

    [Fact]
    public void Fragmentation_TheLastCycleFindsNearlyAllDead_Speaks() =>
        AssertFirst(VerdictIds.GoFragmentation, Thinned with { Fragmentation = static share => share < 0.75 ? 1 : 190 });

    [Fact]
    public void Fragmentation_SlotsAreTakenAgainAfterTheLastCycle_IsSilent() =>
        AssertSilent(VerdictIds.GoFragmentation, Thinned with { Fragmentation = static share => share < 0.75 ? 1 : Math.Max(1, 190 - (1200 * (share - 0.75))) });

    [Theory]
    [InlineData(0.94)]
    [InlineData(0.97)]
    public void Fragmentation_AnotherCycleFollowsTheOneThatFoundNearlyAllDead_Speaks(double second) =>
        AssertFirst(VerdictIds.GoFragmentation, Thinned with
        {
            Cycles = share => share < 0.2 ? 100 : share < 0.3 ? 112 : share < 0.91 ? 113 : share < second ? 114 : 115,
            Live = static share => share < 0.2 ? 10 : share < 0.3 ? 120 : share < 0.91 ? 200 : 14,
            Fragmentation = static share => share < 0.91 ? 1 : 190,
        });

    [Fact]
    public void MemoryLimit_NearLive_Speaks() =>
        AssertFirst(VerdictIds.GoMemlimitTooLow, Limited with { Live = static _ => 85 });

    [Fact]
    public void MemoryLimit_FarAboveLive_IsSilent() =>
        AssertSilent(VerdictIds.GoMemlimitTooLow, Limited with { Live = static _ => 30, Goal = static _ => 60 });

    [Fact]
    public void MemoryLimit_HeapFillsUpToIt_Speaks() =>
        AssertFirst(VerdictIds.GoMemlimitFill, Limited with { Gogc = -1, Limit = 400, Goal = static _ => 380, Garbage = static share => 10 + (200 * share), Cycles = static _ => 3 });

    [Fact]
    public void MemoryLimit_GogcKeepsTheGoalBelowIt_IsSilent() =>
        AssertSilent(VerdictIds.GoMemlimitFill, Limited with { Limit = 400, Goal = static _ => 80 });

    [Fact]
    public void Headroom_HighGogc_Speaks() =>
        AssertFirst(VerdictIds.GoGcHeadroom, new MadeUpFacts { Gogc = 400, Goal = static _ => 200, Garbage = static share => 60 + (80 * Tooth(share)) });

    [Fact]
    public void Headroom_Ballast_Speaks() => AssertFirst(
        VerdictIds.GoGcHeadroom,
        new MadeUpFacts { Marked = static _ => 240, Untouched = static _ => 200, Garbage = static share => 100 + (100 * Tooth(share)) });

    [Fact]
    public void Headroom_BallastBesideALevelOfLittle_SpeaksOfTheBallast() => AssertFirst(
        VerdictIds.GoGcHeadroom,
        new MadeUpFacts
        {
            Marked = static share => share < 0.2 ? 300 : 313,
            Live = static share => share < 0.2 ? 0 : 13,
            Untouched = static _ => 300,
            Metadata = static share => 17 + (5 * share),
            Garbage = static share => 20 + (150 * Tooth(share)),
            Idle = static share => 10 + (90 * Math.Min(1, 2 * share)) + (150 * (1 - Tooth(share))),
        });

    [Fact]
    public void Headroom_FirstToothWithoutACycle_IsNotSureYet() =>
        AssertFirst(VerdictIds.NotSureYet, new MadeUpFacts { Cycles = static _ => 4, Garbage = static share => 2 + (35 * share), Allocated = static share => 100 + (35 * share) });

    [Fact]
    public void Headroom_GogcOf100ThroughManyCycles_IsSilent()
    {
        var usual = new MadeUpFacts { Garbage = static share => 40 * Tooth(share) };

        AssertSilent(VerdictIds.GoGcHeadroom, usual);
        AssertSilent(VerdictIds.HealthyGcHeadroom, usual);
    }

    [Fact]
    public void Idle_SpikeIsOver_Speaks() =>
        AssertFirst(VerdictIds.GoIdleRetained, new MadeUpFacts { Live = static share => share is > 0.3 and < 0.35 ? 160 : 20, Idle = static share => share < 0.35 ? 2 : 120 });

    [Fact]
    public void Idle_RecordAfterRecord_SpeaksOfBursts() => AssertFirst(
        VerdictIds.GoHighwaterBursts,
        new MadeUpFacts { Live = static _ => 20, Idle = static share => 20 + (30 * Math.Floor(share * 5)), HeapSys = static share => 64 + (32 * Math.Floor(share * 5)) });

    [Fact]
    public void Idle_RecordsThatComeInSmallSteps_SpeaksOfBursts() =>
        AssertFirst(VerdictIds.GoHighwaterBursts, InSteps with { HeapSys = static share => 64 + (20 * Math.Floor(share * 5)) + (4 * Math.Floor(5 * Math.Min(1, 2 * (share * 5 % 1)))) });

    [Fact]
    public void Idle_WindowEndsInTheMidstOfABurst_SpeaksOfBursts() => AssertFirst(
        VerdictIds.GoHighwaterBursts,
        new MadeUpFacts
        {
            Live = static share => share > 0.94 ? 80 + (600 * (share - 0.94)) : share is (> 0.05 and < 0.12) or (> 0.3 and < 0.42) or (> 0.52 and < 0.57) or (> 0.76 and < 0.85) ? 35 + (40 * share) : 0.2,
            Garbage = static share => share > 0.94 ? 30 : 4,
            HeapSys = static share => 44 + (20 * Math.Floor(share * 6)),
        });

    [Fact]
    public void Idle_ReachThatRisesOneStepAtATime_IsNoSeriesOfBursts() =>
        AssertSilent(VerdictIds.GoHighwaterBursts, InSteps with { HeapSys = static share => 64 + (4 * Math.Floor(share * 10)) });

    [Fact]
    public void Idle_RoomThatTheNextCycleNeeds_IsSilent() =>
        AssertSilent(VerdictIds.GoIdleRetained, new MadeUpFacts { Idle = static share => 38 * (1 - Tooth(share)), Garbage = static share => 38 * Tooth(share) });

    [Fact]
    public void Metadata_RisesWithEachPeak_Speaks() => AssertFirst(
        VerdictIds.GoRuntimeMetadataGrowth,
        new MadeUpFacts
        {
            Metadata = static share => 3 + (20 * share),
            MetadataMapped = static share => 12 + (20 * share),
            SpanSys = static share => 1 + (7 * share),
            SpanInUse = static _ => 0.1,
        });

    [Fact]
    public void Metadata_OfAHeapThatGrows_BelongsToIt() =>
        AssertSilent(VerdictIds.GoRuntimeMetadataGrowth, new MadeUpFacts
        {
            Live = static share => 40 + (200 * share),
            Metadata = static share => 3 + (10 * share),
            MetadataMapped = static share => 12 + (10 * share),
            SpanSys = static share => 1 + (3 * share),
            SpanInUse = static share => 1 + (3 * share),
        });

    private static MadeUpFacts Uncollected => new() { Gogc = -1, Cycles = static _ => 0, Garbage = static share => 10 + (60 * share) };

    private static MadeUpFacts InSteps => new() { Points = 81, Live = static _ => 20, Idle = static share => 20 + (30 * Math.Floor(share * 5)) };

    private static MadeUpFacts Released => new() { Idle = static share => 4 + (60 * share), Released = static share => 60 * share };

    private static MadeUpFacts Limited => new() { Limit = 100, Goal = static _ => 95, Garbage = static share => 10 * Tooth(share), Idle = static _ => 1 };

    // The spike comes at a fifth of the window with its cycles; little is allocated since.
    // Two hundred are built, and the one cycle after that finds nearly all of them dead.
    private static MadeUpFacts Thinned => new()
    {
        Cycles = static share => share < 0.2 ? 100 : share < 0.75 ? 101 : 102,
        Live = static share => share < 0.2 ? 10 : share < 0.75 ? 200 : 14,
        Allocated = static share => 5000 + (300 * share),
    };

    private static MadeUpFacts Waiting => new()
    {
        Live = static _ => 10,
        Garbage = static share => share < 0.2 ? 5 : 200,
        Goal = static share => share < 0.2 ? 20 : 420,
        Cycles = static share => share < 0.2 ? 10 : 14,
        Allocated = static share => share < 0.2 ? 100 : 300 + share,
    };

    private static double Tooth(double share) => share * 7.3 % 1;

    private static void AssertFirst(string verdict, MadeUpFacts facts) => Assert.Equal(verdict, facts.Diagnose().Id);

    private static void AssertSilent(string verdict, MadeUpFacts facts) =>
        Assert.DoesNotContain(facts.Diagnose().Causes, cause => string.Equals(cause.Verdict, verdict, StringComparison.Ordinal));
}
