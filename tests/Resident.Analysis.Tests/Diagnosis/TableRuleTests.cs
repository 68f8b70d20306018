using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds the rules of live objects against tables, slices and buffers that are copied into larger ones, and against bursts, which look like them
/// where a cycle runs in their midst.</summary>
public sealed class TableRuleTests
{
    private static readonly double[] CyclesAt = [0.1, 0.25, 0.35, 0.65, 0.85];

    [Fact]
    public void LiveLeak_SliceOfWhichMostCyclesFindBothArrays_Speaks() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        new MadeUpFacts { Live = Arrays, LargeObjects = Arrays });

    [Fact]
    public void LiveLeak_BufferThatDoublesBesideLittleLoad_Speaks() => AssertFirst(VerdictIds.GoLiveHeapLeak, Doubling);

    [Fact]
    public void LiveLeak_SwingsThatComeBackToTheirLow_IsSilent() => AssertSilent(
        VerdictIds.GoLiveHeapLeak,
        Doubling with { Live = static share => AtEachCycle(share, 20, 36, 20, 38, 20, 40) });

    [Fact]
    public void LiveLeak_TableThatDoublesAndFills_Speaks() => AssertFirst(
        VerdictIds.GoLiveHeapLeak,
        new MadeUpFacts { Live = static share => 30 + (28 * share) + (share > 0.3 ? 12 : 0) + (share > 0.65 ? 24 : 0), Points = 61 });

    [Fact]
    public void LiveLevel_TablesDoubledBesideHardlyAnyLoad_IsAPlateau() => AssertFirst(VerdictIds.GoLiveHeapPlateau, Doubled);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void LiveLevel_TablesDoubledAndACycleOrTwoSawIt_IsAPlateau(int unseen) =>
        AssertFirst(VerdictIds.GoLiveHeapPlateau, Doubled with { Cycles = share => 4 + Math.Max(unseen, Doublings(share)) });

    [Fact]
    public void LiveLevel_TablesDoubledBesideSomeLoad_IsAPlateau() =>
        AssertFirst(VerdictIds.GoLiveHeapPlateau, Doubled with { Allocated = static share => 20 + (2 * Table(share)) + (160 * share) });

    [Fact]
    public void LiveLevel_TablesDoubledAndTheOldOneIsFreedLate_IsAPlateau() => AssertFirst(VerdictIds.GoLiveHeapPlateau, Doubled with
    {
        Live = static share => share < 0.8 ? 1.5 * Table(share) : Table(share),
        LargeObjects = static share => share < 0.8 ? 1.5 * Table(share) : Table(share),
        Garbage = static share => share < 0.8 ? 10 + (100 * share) : 5,
        Idle = static share => share < 0.8 ? 2 : 70,
        Cycles = static share => 4 + Doublings(share) + (share < 0.8 ? 0 : 1),
        Allocated = static share => 20 + (2 * Table(share)) + (160 * share),
    });

    [Fact]
    public void LiveLevel_LargeBlocksOfOneBurstAfterAnother_IsNoPlateau() =>
        AssertFirst(VerdictIds.GoHighwaterBursts, MarkedInBursts with { LargeObjects = static share => 7 + (20 * Math.Floor(share * 5.5)) });

    [Fact]
    public void LiveLeak_CyclesInTheMidstOfBurstsOnly_SpeaksOfBursts() => AssertFirst(VerdictIds.GoHighwaterBursts, MarkedInBursts);

    private static MadeUpFacts MarkedInBursts => new()
    {
        Live = static share => 8 + (20 * Math.Floor(share * 5.5)),
        Garbage = static _ => 5,
        Cycles = static share => 10 + (2 * Math.Floor(share * 5.5)),
        Allocated = static share => 100 + (60 * Math.Pow(Math.Floor(share * 5.5), 1.5)) + (20 * share),
        HeapSys = static share => 20 + (25 * Math.Floor(share * 5.5)),
    };

    // A cycle runs when the buffer is copied, and finds both; and one when as much again was allocated.
    private static MadeUpFacts Doubling => new()
    {
        Live = static share => AtEachCycle(share, 6, 18, 12, 36, 24, 72),
        LargeObjects = static share => AtEachCycle(share, 6, 18, 12, 36, 24, 72),
        Cycles = static share => AtEachCycle(share, 5, 6, 7, 8, 9, 10),
        Allocated = static share => 30 + (100 * share),
        HeapSys = static share => AtEachCycle(share, 20, 32, 32, 64, 64, 124),
    };

    private static double AtEachCycle(double share, params ReadOnlySpan<double> values)
    {
        int passed = 0;
        while (passed < CyclesAt.Length && share >= CyclesAt[passed])
        {
            passed++;
        }

        return values[passed];
    }

    // Of the cycles of the first third, those that find the new array alone are not seen.
    private static double Arrays(double share) => 10 * Math.Pow(1.25, Math.Floor(8 * share)) * (share < 0.35 || (int)Math.Round(share * 40) % 2 == 0 ? 1.8 : 1);

    // A map is filled in the window's first third: its table doubles, and little else is allocated.
    private static MadeUpFacts Doubled => new()
    {
        Age = TimeSpan.FromSeconds(1),
        Live = Table,
        LargeObjects = static share => Table(share) - 2,
        Garbage = static share => 2 + (10 * share),
        Idle = static share => share < 0.2 ? 2 : 20,
        Cycles = static share => 4 + Doublings(share),
        Allocated = static share => 20 + (2 * Table(share)) + (30 * share),
        HeapSys = static share => 30 + (1.5 * Table(share)),
    };

    private static double Table(double share) => 20 * Math.Pow(2, Doublings(share));

    private static double Doublings(double share) => (share >= 0.05 ? 1 : 0) + (share >= 0.13 ? 1 : 0) + (share >= 0.3 ? 1 : 0);

    private static void AssertFirst(string verdict, MadeUpFacts facts) => Assert.Equal(verdict, facts.Diagnose().Id);

    private static void AssertSilent(string verdict, MadeUpFacts facts) =>
        Assert.DoesNotContain(facts.Diagnose().Causes, cause => string.Equals(cause.Verdict, verdict, StringComparison.Ordinal));
}
