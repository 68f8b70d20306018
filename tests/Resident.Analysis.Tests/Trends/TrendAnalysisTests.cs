using Resident.Analysis.Trends;
using Resident.Model;

namespace Resident.Analysis.Tests.Trends;

public sealed class TrendAnalysisTests
{
    private const double Mebibyte = 1024 * 1024;

    [Fact]
    public void Analyse_AnExactLine_TellsItsRate()
    {
        var trend = Over(72, static hour => (15 + hour) * Mebibyte);

        Assert.Equal((TrendShape.Line, TrendConfidence.High, TrendReason.Clear), (trend.Shape, trend.Confidence, trend.Reason));
        Assert.Equal(Mebibyte, trend.SlopePerHour, Mebibyte * 1e-6);
        Assert.InRange(trend.SlopePerHour, trend.SlopeLow, trend.SlopeHigh);
        Assert.Equal(15 * Mebibyte, trend.LevelFrom, 1000.0);
        Assert.Equal(72 * Mebibyte, trend.Change, Mebibyte * 0.1);
    }

    [Fact]
    public void Analyse_OneLevel_IsConstant()
    {
        var trend = Over(72, static _ => 40 * Mebibyte);

        Assert.Equal((TrendShape.Constant, TrendConfidence.High), (trend.Shape, trend.Confidence));
        Assert.Equal(0, trend.SlopePerHour, 6);
        Assert.Null(trend.CycleSeconds);
    }

    [Fact]
    public void Analyse_TwoLevels_TellsWhenItChanged()
    {
        var trend = Over(72, static hour => (hour < 30 ? 20 : 26) * Mebibyte);

        Assert.Equal(TrendShape.Step, trend.Shape);
        Assert.Equal(30 * 3600, trend.ChangeAtSeconds!.Value, 3600.0);
        Assert.Equal(6 * Mebibyte, trend.Change, Mebibyte * 0.01);
    }

    [Fact]
    public void Analyse_ASeriesThatSettles_TellsTheCeiling()
    {
        var trend = Over(72, static hour => (20 + (30 * (1 - Math.Exp(-hour / 7)))) * Mebibyte);

        Assert.Equal(TrendShape.Saturating, trend.Shape);
        Assert.Equal(50 * Mebibyte, trend.Ceiling!.Value, Mebibyte * 0.5);
        Assert.InRange(trend.TimeConstantSeconds!.Value, 6 * 3600, 8 * 3600);
    }

    [Fact]
    public void Analyse_ADailyLoad_IsTakenOut()
    {
        var trend = Over(72, static hour => (20 + (5 * Math.Sin(2 * Math.PI * hour / 24))) * Mebibyte);

        Assert.Equal(TrendShape.Constant, trend.Shape);
        Assert.True(trend.HasDailyCycle);
        Assert.Equal(5 * Mebibyte, trend.CycleAmplitude, Mebibyte * 0.1);
    }

    [Fact]
    public void Analyse_AShortCycle_IsTakenOut()
    {
        var noise = new SimulatedNoise(7);
        double[] seconds = [.. Enumerable.Range(0, 120).Select(static second => (double)second)];
        double[] values = [.. seconds.Select(second => (20 + (5 * Math.Sin(2 * Math.PI * second / 40)) + (0.2 * noise.Normal())) * Mebibyte)];

        var trend = TrendAnalysis.Analyse(seconds, values);

        Assert.Equal(TrendShape.Constant, trend.Shape);
        Assert.True(trend.CycleSeconds is > 36 and < 44, trend.ToString());
    }

    [Fact]
    public void Analyse_TwentySecondsOfALeak_IsProvisionalOrLow_AndHasTheSlope()
    {
        var noise = new SimulatedNoise(11);
        double[] seconds = [.. Enumerable.Range(0, 20).Select(static second => (double)second)];
        double[] values = [.. seconds.Select(second => (30 + (2 * second) + (0.5 * noise.Normal())) * Mebibyte)];

        var trend = TrendAnalysis.Analyse(seconds, values);

        Assert.True(trend.Confidence <= TrendConfidence.Low);
        Assert.InRange(trend.SlopePerHour / 3600 / Mebibyte, 1.8, 2.2);
        Assert.InRange(trend.SlopePerHour, trend.SlopeLow, trend.SlopeHigh);
        Assert.True(trend.KeepsRising);
    }

    [Fact]
    public void Analyse_TwentySecondsOfNoise_DoesNotRise()
    {
        int rising = 0;
        for (ulong seed = 0; seed < 100; seed++)
        {
            var noise = new SimulatedNoise(seed);
            double[] seconds = [.. Enumerable.Range(0, 20).Select(static second => (double)second)];
            double[] values = [.. seconds.Select(_ => (30 + noise.Normal()) * Mebibyte)];
            rising += TrendAnalysis.Analyse(seconds, values).KeepsRising ? 1 : 0;
        }

        Assert.InRange(rising, 0, 5);
    }

    [Fact]
    public void Analyse_ASawtooth_LooksAtItsFeet()
    {
        var trend = Over(72, static hour => (20 + (20 * (hour * 40 % 1))) * Mebibyte, everySeconds: 5);

        Assert.Equal(TrendShape.Constant, trend.Shape);
        Assert.Equal(20 * Mebibyte, trend.LevelTo, Mebibyte);
    }

    [Fact]
    public void Analyse_ARestart_IsNotCrossed()
    {
        var options = new TrendOptions { RestartsAtSeconds = [20 * 3600] };

        var trend = Over(72, static hour => (hour < 20 ? 80 : 20) * Mebibyte, options: options);

        Assert.Equal((TrendShape.Constant, 20.0 * 3600), (trend.Shape, trend.FromSeconds));
        Assert.Equal(20 * Mebibyte, trend.LevelFrom);
    }

    [Fact]
    public void Analyse_GapsAndMissingValues_ChangeNothing()
    {
        double[] hours = [.. Enumerable.Range(0, 72 * 60).Where(static minute => minute is < 1000 or > 1600).Select(static minute => minute / 60.0)];
        double[] values = [.. hours.Select(static (hour, index) => index % 17 == 0 ? double.NaN : (15 + hour) * Mebibyte)];

        var trend = TrendAnalysis.Analyse([.. hours.Select(static hour => hour * 3600)], values);

        Assert.Equal(TrendShape.Line, trend.Shape);
        Assert.Equal(Mebibyte, trend.SlopePerHour, Mebibyte * 1e-6);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Analyse_AHandfulOfPoints_IsAnswered(int count)
    {
        double[] seconds = [.. Enumerable.Range(0, count).Select(static second => (double)second)];

        var trend = TrendAnalysis.Analyse(seconds, [.. seconds.Select(static second => second * Mebibyte)]);

        Assert.Equal((TrendConfidence.Provisional, TrendReason.FewPoints, count), (trend.Confidence, trend.Reason, trend.Points));
        Assert.Equal(count < 2 ? double.NaN : 3600 * Mebibyte, trend.SlopePerHour, 1.0);
    }

    [Fact]
    public void Analyse_OneMoment_HasNoSlope()
    {
        var trend = TrendAnalysis.Analyse([5, 5, 5], [1, 2, 3]);

        Assert.Equal(double.NaN, trend.SlopePerHour);
        Assert.Equal(1, trend.LevelTo);
    }

    [Fact]
    public void Analyse_TimesThatGoBack_AreRefused()
    {
        var error = Assert.Throws<ArgumentException>(static () => TrendAnalysis.Analyse([1, 3, 2], [1, 1, 1]));

        Assert.Equal("Expected times that ascend, found 2 after 3 at position 2. (Parameter 'seconds')", error.Message);
    }

    [Fact]
    public void Analyse_MoreTimesThanValues_IsRefused()
    {
        var error = Assert.Throws<ArgumentException>(static () => TrendAnalysis.Analyse([1, 2], [1]));

        Assert.Equal("Expected one value a time, found 2 times and 1 values. (Parameter 'values')", error.Message);
    }

    [Fact]
    public void Analyse_ThreeDaysOnceASecond_AllocatesLittle()
    {
        var series = SimulatedSeries.Run(new SimulatedService(), hours: 72, seed: 5);
        TrendAnalysis.Analyse(series.Seconds, series.Allocated);
        long before = GC.GetAllocatedBytesForCurrentThread();

        TrendAnalysis.Analyse(series.Seconds, series.Allocated);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 128 * 1024);
    }

    [Fact]
    public void Until_ALine_TellsWhen()
    {
        var trend = Over(72, static hour => (15 + hour) * Mebibyte);

        var forecast = trend.Until(trend.LevelTo + (10 * Mebibyte));

        Assert.Equal(10 * 3600, forecast!.Expected, 1.0);
        Assert.InRange(forecast.Expected, forecast.Earliest, forecast.Latest!.Value);
        Assert.Equal(new TrendForecast(0, 0, 0), trend.Until(Mebibyte));
    }

    [Fact]
    public void Until_ASettlingSeries_NeverReachesWhatIsAboveItsCeiling()
    {
        var trend = Over(30, static hour => (20 + (30 * (1 - Math.Exp(-hour / 8)))) * Mebibyte);

        Assert.Null(trend.Until(60 * Mebibyte));
        Assert.True(trend.Until(49.5 * Mebibyte) is not null, trend.ToString());
    }

    [Fact]
    public void Until_OneLevel_IsNever() => Assert.Null(Over(72, static _ => Mebibyte).Until(2 * Mebibyte));

    private static Trend Over(double hours, Func<double, double> value, double everySeconds = 60, TrendOptions? options = null)
    {
        double[] seconds = [.. Enumerable.Range(0, (int)(hours * 3600 / everySeconds)).Select(index => index * everySeconds)];
        return TrendAnalysis.Analyse(seconds, [.. seconds.Select(second => value(second / 3600))], options);
    }
}
