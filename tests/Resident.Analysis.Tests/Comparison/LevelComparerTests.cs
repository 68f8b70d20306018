using Resident.Analysis.Comparison;

namespace Resident.Analysis.Tests.Comparison;

public sealed class LevelComparerTests
{
    [Fact]
    public void Compare_TheSameSawtooth_DiffersNot()
    {
        var level = LevelComparer.Compare(Sawtooth(0, 3), Sawtooth(0, 11))!.Value;

        Assert.False(level.IsSignificant);
        Assert.InRange(level.Change, -10, 10);
    }

    [Fact]
    public void Compare_ASawtoothThatRose_Differs()
    {
        var level = LevelComparer.Compare(Sawtooth(0, 3), Sawtooth(60, 11))!.Value;

        Assert.True(level.IsSignificant);
        Assert.InRange(level.Change, 50, 70);
    }

    [Fact]
    public void Compare_TooFewValues_KnowsNoError()
    {
        var level = LevelComparer.Compare([1, 2], [5, 6])!.Value;

        Assert.True(double.IsNaN(level.Error));
        Assert.False(level.IsSignificant);
        Assert.Null(LevelComparer.Compare([], [1]));
    }

    private static double[] Sawtooth(double more, int phase) => [.. Enumerable.Range(0, 1_000).Select(i => 1_000 + more + ((i + phase) * 7 % 37 * 4))];
}
