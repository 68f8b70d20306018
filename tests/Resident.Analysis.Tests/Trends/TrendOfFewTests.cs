using Resident.Analysis.Trends;
using Resident.Model;

namespace Resident.Analysis.Tests.Trends;

/// <summary>Holds what is said of a handful of points: the heap after each of some GC cycles.</summary>
public sealed class TrendOfFewTests
{
    /// <summary>Gets times, values in MiB, and the shape.</summary>
    public static TheoryData<double[], double[], TrendShape> Cases => new()
    {
        { [0, 1, 3, 6], [30, 31, 33, 36], TrendShape.Line },
        { [0, 2, 4, 7, 11], [20, 22.5, 24, 27, 31], TrendShape.Line },
        { [0, 3, 7, 12, 16], [20, 40, 40, 40.1, 40], TrendShape.Step },
        { [0, 1, 2, 4, 8, 13], [18, 23, 28, 34, 48, 48], TrendShape.Saturating },
        { [0, 2.9, 3.4, 6.3, 14], [80, 89, 127, 160, 160], TrendShape.Saturating },
        { [0, 5, 10, 15], [40, 40.1, 39.9, 40], TrendShape.Constant },
        { [0, 5, 10, 15, 20], [40, 80, 40, 75, 50], TrendShape.Constant },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Analyse_AHandfulOfPoints_TellsWhatAPersonWould(double[] seconds, double[] mebibytes, TrendShape shape)
    {
        var trend = TrendAnalysis.Analyse(seconds, [.. mebibytes.Select(static value => value * (1 << 20))]);

        Assert.Equal((shape, TrendConfidence.Provisional, TrendReason.FewPoints), (trend.Shape, trend.Confidence, trend.Reason));
        Assert.True(shape == TrendShape.Constant || trend.LevelTo == mebibytes[^1] * (1 << 20));
    }

    [Fact]
    public void Analyse_AFillThatEnds_IsNoLine()
    {
        double[] seconds = [.. Enumerable.Range(0, 60).Select(static second => (double)second)];

        var trend = TrendAnalysis.Analyse(seconds, [.. seconds.Select(static second => (20 + Math.Min(second, 25)) * (1 << 20))]);

        Assert.Equal(TrendShape.Saturating, trend.Shape);
        Assert.InRange(trend.ChangeAtSeconds!.Value, 23, 27);
        Assert.Equal(45.0 * (1 << 20), trend.Ceiling!.Value, 1.0 * (1 << 20));
    }
}
