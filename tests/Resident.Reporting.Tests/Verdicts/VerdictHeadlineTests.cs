using Resident.Model.Ledgers;
using Resident.Model.Verdicts;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Tests.Verdicts;

/// <summary>Holds the headline's pattern: what happened, to what, since when, where to look; and that its figures add
/// up.</summary>
public sealed class VerdictHeadlineTests
{
    private static readonly (LedgerTermId, double, double)[] Flat =
    [
        (LedgerTermId.Executable, 31.2, 31.2), (LedgerTermId.Live, 14.1, 14.1), (LedgerTermId.Idle, 9.5, 9.5), (LedgerTermId.Stacks, 3, 3),
    ];

    private static readonly (LedgerTermId, double, double)[] Young =
    [
        (LedgerTermId.Live, 210, 212), (LedgerTermId.Idle, 40, 40), (LedgerTermId.Executable, 31, 31), (LedgerTermId.Stacks, 4, 4), (LedgerTermId.Metadata, 23, 23),
    ];

    [Fact]
    public void Leak_WithGarbageThatNoCauseExplains_NamesTheRestSoThatAllAddsUp()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.GoLiveHeapLeak, 120, VerdictSketch.Cause(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, 34.04, LedgerTermId.Live),
            (LedgerTermId.Live, 10, 44.04), (LedgerTermId.Garbage, 2, 25.3), (LedgerTermId.Executable, 5, 5)) with
        { Sites = [VerdictSketch.Site] };

        Assert.Equal(
            "RES grew 57.3 MiB in 2 min. 34.0 MiB of that is heap that survives every GC, mostly allocated in `main.leakOrders` (main.go:5). "
            + "The other 23.3 MiB is garbage waiting for the next GC.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
        Assert.Equal(
            "RES 在 2 分钟内增长了 57.3 MiB。其中 34.0 MiB 是每次 GC 后都存活的堆内存，大部分由 `main.leakOrders` (main.go:5) 分配。其余 23.3 MiB 是等待下一次 GC 的垃圾。",
            VerdictHeadline.Make(verdict, VerdictWords.Chinese));
    }

    [Fact]
    public void Leak_WhoseCauseExplainsTheLiveHeapAlone_IsNotMadeSmallerByWhatRoseBeside()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.GoLiveHeapLeak, 88,
            VerdictSketch.Cause(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, 225, LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle),
            (LedgerTermId.Live, 0, 212), (LedgerTermId.Garbage, 0, 82), (LedgerTermId.Idle, 0, 110));

        Assert.Equal(
            "RES grew 404 MiB in 88 s. 225 MiB of that is heap that survives every GC. The other 179 MiB is mostly free heap.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void Leak_WhoseCauseClaimsWhatGogcAdds_TellsBothApart()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.GoLiveHeapLeak, 120,
            VerdictSketch.Cause(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, 57.3, LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle),
            (LedgerTermId.Live, 10, 44), (LedgerTermId.Garbage, 2, 20), (LedgerTermId.Idle, 1, 6.3));

        Assert.Equal(
            "RES grew 57.3 MiB in 2 min. 34.0 MiB of that is heap that survives every GC; 23.3 MiB is garbage and free heap that GOGC adds to it.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void Leak_BesideATermThatFell_NamesTheTermAndByHowMuch()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.GoLiveHeapLeak, 30, VerdictSketch.Cause(VerdictIds.GoLiveHeapLeak, LedgerTermId.Live, 83, LedgerTermId.Live),
            (LedgerTermId.Live, 800, 883), (LedgerTermId.Idle, 220, 141), (LedgerTermId.Executable, 5, 5)) with
        { Sites = [VerdictSketch.Site] };

        Assert.Equal(
            "RES stayed at about 1.00 GiB for 30 s. Heap that survives every GC grew 83.0 MiB, the largest part allocated in `main.leakOrders` (main.go:5). Idle heap fell 79.0 MiB.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void Steady_SaysWhatResIsMadeOfAndWhetherThatIsUsual()
    {
        var verdict = VerdictSketch.Of(VerdictIds.HealthySteady, 600, VerdictSketch.Cause(VerdictIds.HealthySteady, null, 0), Flat);

        Assert.Equal(
            "RES stayed at about 57.8 MiB for 10 min: the program's own file 31.2 MiB, live heap 14.1 MiB, free heap 9.50 MiB. Nothing in it is unusually large.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void Headroom_OfAFlatRes_SaysWhatResIsMadeOf()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.HealthyGcHeadroom, 600, VerdictSketch.Cause(VerdictIds.HealthyGcHeadroom, LedgerTermId.Garbage, 6, LedgerTermId.Garbage), Flat);

        Assert.StartsWith("RES stayed at about 57.8 MiB for 10 min: the program's own file 31.2 MiB", VerdictHeadline.Make(verdict, VerdictWords.English), StringComparison.Ordinal);
    }

    [Fact]
    public void NotSure_SaysWhatResIsMadeOfWhenItIsDecidedAndWhatIsSuspected()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.NotSureYet, 30, VerdictSketch.Unsure(new(VerdictFactIds.FewCycles, VerdictFigure.Count("cycles", 2))), Young) with
        { DecidesIn = TimeSpan.FromMinutes(4), Suspects = [VerdictSketch.Suspect] };

        Assert.Equal(
            "Too early to tell whether it leaks: RES is 310 MiB (live heap 212 MiB, free heap 40.0 MiB, the program's own file 31.0 MiB), and 12 GC cycles ran in 30 s. "
            + "Watching for about 4 min more would decide. "
            + "Suspect: `main.(*server).order` (main.go:61) holds 212 MiB and freed none of 437 sampled objects in 34 min.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
        Assert.Equal(
            "现在判断是否泄漏为时过早：RES 为 310 MiB（存活堆 212 MiB，空闲堆 40.0 MiB，程序自身的文件 31.0 MiB），30 秒内运行了 12 次 GC。再观察约 4 分钟即可判断。"
            + "可疑位置：`main.(*server).order` (main.go:61) 持有 212 MiB，34 分钟内 437 个采样对象中释放了 0 个。",
            VerdictHeadline.Make(verdict, VerdictWords.Chinese));
    }

    [Fact]
    public void NotSure_WithFewSamples_TellsHowMany()
    {
        var few = VerdictSketch.Unsure(new(VerdictFactIds.FewSamples, VerdictFigure.Count("samples", 3), VerdictFigure.Seconds("window", 2)));
        var verdict = VerdictSketch.Of(VerdictIds.NotSureYet, 2, few, Young);

        Assert.Equal(
            "Too early to tell: 3 samples in 2 s. RES is 310 MiB (live heap 212 MiB, free heap 40.0 MiB, the program's own file 31.0 MiB).",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void NotSure_OfOneSample_ClaimsNoTrend()
    {
        var verdict = VerdictSketch.Of(VerdictIds.NotSureYet, 0, VerdictSketch.Unsure(new(VerdictFactIds.FewSamples)), Young);

        Assert.Equal(
            "One sample: RES was 310 MiB (live heap 212 MiB, free heap 40.0 MiB, the program's own file 31.0 MiB). One sample tells no trend.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void NotSure_OfGrowthThatNoCauseExplains_SaysWhatGrew()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.NotSureYet, 3600, VerdictSketch.Unsure(new(VerdictFactIds.Unexplained)),
            (LedgerTermId.Live, 100, 180), (LedgerTermId.Idle, 10, 40), (LedgerTermId.Stacks, 4, 4));

        Assert.Equal(
            "RES grew 110 MiB in 60 min, and its cause is not clear yet. Most of it is live heap 80.0 MiB, free heap 30.0 MiB.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void NotSure_WithoutALedger_SaysThatResCouldNotBeSplit()
    {
        var verdict = VerdictSketch.Of(VerdictIds.NotSureYet, 259_200, VerdictSketch.Unsure(new(VerdictFactIds.Unexplained))) with
        { ResTo = VerdictSketch.Mebibytes(884) };

        Assert.Equal(
            "RES grew 884 MiB in 3 d. It could not be split into categories, so the cause is unknown.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Fact]
    public void Fall_SaysWhatFell()
    {
        var verdict = VerdictSketch.Of(
            VerdictIds.ResFell, 120, VerdictSketch.Cause(VerdictIds.ResFell, LedgerTermId.Idle, 218), (LedgerTermId.Idle, 200, 20), (LedgerTermId.Garbage, 83, 45), (LedgerTermId.Live, 200, 200));

        Assert.Equal(
            "RES fell 218 MiB in 2 min. Most of that was free heap 180 MiB, garbage waiting for the next GC 38.0 MiB.",
            VerdictHeadline.Make(verdict, VerdictWords.English));
    }

    [Theory]
    [MemberData(nameof(AllVerdicts))]
    public void Make_AnyVerdict_LeavesNoBraceAndNoWordToDrop(string id)
    {
        foreach (bool isLevel in (bool[])[true, false])
        {
            foreach (double grown in (double[])[-60, 0, 60])
            {
                var cause = VerdictSketch.Cause(id, LedgerTermId.Live, 40, LedgerTermId.Live, LedgerTermId.Garbage) with { IsLevel = isLevel };
                var verdict = VerdictSketch.Of(id, 120, cause, (LedgerTermId.Live, 100, 140), (LedgerTermId.Garbage, 100, 60 + grown)) with
                { Sites = [VerdictSketch.Site] };

                string english = VerdictHeadline.Make(verdict, VerdictWords.English);
                string chinese = VerdictHeadline.Make(verdict, VerdictWords.Chinese);

                Assert.DoesNotContain('{', english + chinese);
                Assert.DoesNotContain("what:", english + chinese, StringComparison.Ordinal);
                Assert.DoesNotContain("because:", english + chinese, StringComparison.Ordinal);
                Assert.EndsWith(".", english, StringComparison.Ordinal);
                Assert.EndsWith("。", chinese, StringComparison.Ordinal);
            }
        }
    }

    public static TheoryData<string> AllVerdicts() => [.. VerdictIds.All];

    [Theory]
    [InlineData(884 * 1024, 881 * 1024, 3 * 1024)]
    [InlineData(58_675, 34_857, 23_859)]
    [InlineData(2048, 500, 1548)]
    public void Residual_OfFiguresInOneUnit_IsWhatTheirWrittenFiguresLeave(long wholeKibibytes, long partKibibytes, long expectedKibibytes) =>
        Assert.Equal(expectedKibibytes, ChangeBreakdown.Residual(wholeKibibytes * 1024, partKibibytes * 1024) / 1024);
}
