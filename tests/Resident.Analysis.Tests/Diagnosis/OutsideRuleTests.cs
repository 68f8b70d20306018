using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds the rules of memory outside the Go heap, and outside RES, against facts that they must speak of, and against facts nearby.</summary>
public sealed class OutsideRuleTests
{
    [Fact]
    public void NativeHeap_RisesToTheEnd_IsALeak() =>
        AssertFirst(VerdictIds.CHeapLeak, new MadeUpFacts { Native = static share => 5 + (40 * share) });

    [Fact]
    public void NativeHeap_RoseToALevel_IsRetained() =>
        AssertFirst(VerdictIds.CHeapRetained, new MadeUpFacts { Native = static share => share < 0.3 ? 5 : 60 });

    [Fact]
    public void NativeHeap_OneArenaAfterAnother_IsRetained() =>
        AssertFirst(VerdictIds.CHeapRetained, new MadeUpFacts { Native = static share => 60 + (share < 0.06 ? 0 : share < 0.7 ? 10 : 20) + (0.5 * share), Points = 21 });

    [Fact]
    public void NativeHeap_RisesWithEachJob_IsALeak() =>
        AssertFirst(VerdictIds.CHeapLeak, new MadeUpFacts { Native = static share => 60 + (5 * Math.Floor(6.5 * share)), Points = 21 });

    [Fact]
    public void Diagnose_MostOfTheGrowthIsNobodys_IsNotSureYet()
    {
        var verdict = new MadeUpFacts { Native = static share => 12 * share, ThreadStacks = static share => 90 * share }.Diagnose();

        Assert.Equal([VerdictIds.NotSureYet, VerdictIds.CHeapLeak], verdict.Causes.Select(static cause => cause.Verdict));
    }

    [Fact]
    public void Diagnose_MostOfTheGrowthIsExplained_SaysThat() =>
        AssertFirst(VerdictIds.CHeapLeak, new MadeUpFacts { Native = static share => 60 * share, ThreadStacks = static share => 20 * share });

    [Fact]
    public void NativeHeap_SmallAndFlat_IsSilent()
    {
        AssertSilent(VerdictIds.CHeapLeak, new MadeUpFacts { Native = static _ => 5 });
        AssertSilent(VerdictIds.CHeapRetained, new MadeUpFacts { Native = static _ => 5 });
    }

    [Fact]
    public void Anonymous_MoreIsMapped_IsALeak() =>
        AssertFirst(VerdictIds.OffheapMmapLeak, new MadeUpFacts { Anonymous = static share => 2 + (30 * share), OutsideMapped = static share => 20 + (30 * share) });

    [Fact]
    public void Anonymous_WasMappedBefore_IsFirstTouch() =>
        AssertFirst(VerdictIds.GoFirstTouch, new MadeUpFacts { Anonymous = static share => 2 + (30 * share), OutsideMapped = static _ => 500 });

    [Fact]
    public void Anonymous_OneMapping_IsAStep()
    {
        var once = new MadeUpFacts { Anonymous = static share => share < 0.5 ? 2 : 40, OutsideMapped = static share => share < 0.5 ? 2 : 40 };

        AssertSilent(VerdictIds.OffheapMmapLeak, once);
        AssertFirst(VerdictIds.HealthyStep, once);
    }

    [Fact]
    public void File_PagesAreReadIn_Speaks() =>
        AssertFirst(VerdictIds.FileMappedGrowth, new MadeUpFacts { Files = static share => 2 + (50 * share) });

    [Fact]
    public void File_PrivatePagesAreWritten_IsFirstTouchAndNotReclaimable()
    {
        var copied = new MadeUpFacts { Files = static share => 2 + (50 * share), AreFilesCopied = true };

        AssertFirst(VerdictIds.GoFirstTouch, copied);
        AssertSilent(VerdictIds.FileMappedGrowth, copied);
    }

    [Fact]
    public void File_AllIsRead_IsSilent() =>
        AssertSilent(VerdictIds.FileMappedGrowth, new MadeUpFacts { Files = static _ => 50 });

    [Fact]
    public void File_ProgramIsReadIn_Speaks() =>
        AssertFirst(VerdictIds.ExeFaultIn, new MadeUpFacts { Executable = static share => 6 + (20 * share) });

    [Fact]
    public void File_ProgramIsReadInBelowTheNoise_IsSilent() =>
        AssertSilent(VerdictIds.ExeFaultIn, new MadeUpFacts { Executable = static share => 6 + share });

    [Fact]
    public void File_SharedMemoryGrows_Speaks() =>
        AssertFirst(VerdictIds.ShmemGrowth, new MadeUpFacts { Shared = static share => 40 * share });

    [Fact]
    public void File_SharedMemoryStays_IsSilent() =>
        AssertSilent(VerdictIds.ShmemGrowth, new MadeUpFacts { Shared = static _ => 40 });

    [Fact]
    public void OutsideRes_PageCacheOfWhatItWrites_Speaks() =>
        AssertFirst(VerdictIds.NotResPageCache, new MadeUpFacts { Written = static share => 90 * share, WrittenByCalls = static share => 90 * share, GroupCache = static share => 10 + (90 * share) });

    [Fact]
    public void OutsideRes_PageCacheOfOthers_IsSilent() =>
        AssertSilent(VerdictIds.NotResPageCache, new MadeUpFacts { GroupCache = static share => 10 + (90 * share) });

    [Fact]
    public void OutsideRes_TmpfsThatItWrites_Speaks() =>
        AssertFirst(VerdictIds.NotResTmpfs, new MadeUpFacts { WrittenByCalls = static share => 90 * share, GroupShmem = static share => 10 + (90 * share) });

    [Fact]
    public void OutsideRes_TmpfsOfOthers_IsSilent() =>
        AssertSilent(VerdictIds.NotResTmpfs, new MadeUpFacts { GroupShmem = static share => 10 + (90 * share) });

    [Fact]
    public void OutsideRes_PageTables_Speak() =>
        AssertFirst(VerdictIds.NotResKernel, new MadeUpFacts { PageTables = static share => 1 + (25 * share) });

    [Fact]
    public void OutsideRes_PageTablesOfWhatIsInRam_AreSilent() =>
        AssertSilent(VerdictIds.NotResKernel, new MadeUpFacts { PageTables = static share => 1 + (0.4 * share), Live = static share => 40 + (200 * share) });

    private static void AssertFirst(string verdict, MadeUpFacts facts) => Assert.Equal(verdict, facts.Diagnose().Id);

    private static void AssertSilent(string verdict, MadeUpFacts facts) =>
        Assert.DoesNotContain(facts.Diagnose().Causes, cause => string.Equals(cause.Verdict, verdict, StringComparison.Ordinal));
}
