using Resident.Analysis.Diagnosis;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Holds that the same rules answer for half a minute and for days, at any scale.</summary>
public sealed class DiagnosticianTests
{
    /// <summary>Gets windows and the factor that everything is larger by.</summary>
    public static TheoryData<int, int> Windows => new() { { 30, 1 }, { 30, 20 }, { 600, 1 }, { 259_200, 1 }, { 259_200, 10 } };

    [Theory]
    [MemberData(nameof(Windows))]
    public void Diagnose_LiveRisesInALine_IsALeak(int seconds, int scale)
    {
        var verdict = Diagnose(seconds, share => scale * (40 + (30 * share)), share => scale * 5);

        Assert.Equal(VerdictIds.GoLiveHeapLeak, verdict.Id);
        Assert.Equal(seconds < 6 * 3600 ? Confidence.Provisional : Confidence.High, verdict.Confidence);
    }

    [Theory]
    [MemberData(nameof(Windows))]
    public void Diagnose_NothingRises_IsSteady(int seconds, int scale) =>
        Assert.Equal(VerdictIds.HealthySteady, Diagnose(seconds, share => scale * 40, share => scale * 5).Id);

    [Theory]
    [MemberData(nameof(Windows))]
    public void Diagnose_NativeRisesWhileLiveFalls_IsFoundBehindIt(int seconds, int scale)
    {
        var verdict = Diagnose(seconds, share => scale * (80 - (50 * share)), share => scale * (10 + (40 * share)));

        Assert.Equal(VerdictIds.CHeapLeak, verdict.Id);
        Assert.True(verdict.Causes[0].IsMasked);
    }

    [Theory]
    [InlineData(3, 4, true)]
    [InlineData(9, 9, true)]
    [InlineData(10, 10, false)]
    [InlineData(3, 15, false)]
    public void Diagnose_GrowthSeenInAFewSamples_IsNotSureYet(int seconds, int samples, bool isTooEarly)
    {
        var verdict = Diagnostician.Diagnose(MadeUpService.Observe(TimeSpan.FromSeconds(seconds), samples, static share => 40 + (40 * share), static _ => 5));

        Assert.Equal(isTooEarly, verdict.Id is VerdictIds.NotSureYet);
        Assert.Equal(Confidence.Provisional, verdict.Confidence);
        Assert.NotEqual(isTooEarly, verdict.Causes[0].Verdict is VerdictIds.GoLiveHeapLeak or VerdictIds.GoLiveHeapPlateau);
        Assert.Contains(verdict.Causes, static cause => cause.Verdict is not VerdictIds.NotSureYet);
    }

    [Fact]
    public void Diagnose_ALeakWithoutAHeapProfile_TellsHowToGetOneAndNotToTakeIt()
    {
        var read = MadeUpService.Observe(TimeSpan.FromMinutes(10), 60, static share => 40 + (30 * share), static _ => 5);
        var unread = read with { Samples = [.. read.Samples.Select(static sample => sample with { Go = sample.Go! with { Source = "endpoint" } })] };
        var profiled = read with { HeapProfiles = [MadeUpProfiles.Profile("main.keep", 10), MadeUpProfiles.Profile("main.keep", 40)] };

        Assert.Contains(Diagnostician.Diagnose(read).Actions, static action => action.Text.Id is "do-link-profile");
        Assert.Contains(Diagnostician.Diagnose(unread).Actions, static action => action.Text.Id is "do-profile");
        Assert.Contains(Diagnostician.Diagnose(profiled).Actions, static action => action.Text.Id is "do-profile");
    }

    [Fact]
    public void Diagnose_LiveRisesThatWasNeverWritten_IsALeakThatNoTermHides()
    {
        var written = MadeUpService.Observe(TimeSpan.FromMinutes(10), 60, static share => 40 + (30 * share), static _ => 5);
        var ledgers = written.Ledgers.Select(ledger => ledger with { Res = written.Ledgers[0].Res, Terms = written.Ledgers[0].Terms });

        var verdict = Diagnostician.Diagnose(written with { Ledgers = [.. ledgers] });

        Assert.Equal(VerdictIds.GoLiveHeapLeak, verdict.Id);
        Assert.False(verdict.Causes[0].IsMasked);
        Assert.Contains(verdict.Causes[0].Evidence, static fact => fact.Id is VerdictFactIds.Unwritten);
    }

    [Fact]
    public void Diagnose_SliceThatIsCopiedIntoLargerOnes_IsALeak()
    {
        // Every second cycle runs during a copy and finds the old array beside the new one.
        const int Points = 16;
        var verdict = Diagnostician.Diagnose(MadeUpService.Observe(TimeSpan.FromSeconds(30), Points, LiveAt, static _ => 5));

        Assert.Equal(VerdictIds.GoLiveHeapLeak, verdict.Id);

        static double LiveAt(double share)
        {
            int point = (int)Math.Round(share * (Points - 1));
            double kept = 16 * Math.Pow(1.25, point / 2);
            return point % 2 == 0 ? kept * 2.25 / 1.25 : kept;
        }
    }

    [Fact]
    public void Diagnose_AnyVerdict_HasTermsThatAddUpAtBothEnds()
    {
        var verdict = Diagnose(30, share => 40 + (30 * share), static _ => 5);

        Assert.Equal(verdict.ResFrom.Bytes, verdict.Ledger.Sum(static term => term.From.Bytes));
        Assert.Equal(verdict.ResTo.Bytes, verdict.Ledger.Sum(static term => term.To.Bytes));
    }

    private static Verdict Diagnose(int seconds, Func<double, double> live, Func<double, double> native) =>
        Diagnostician.Diagnose(MadeUpService.Observe(TimeSpan.FromSeconds(seconds), seconds > 3600 ? 1000 : 60, live, native));
}
