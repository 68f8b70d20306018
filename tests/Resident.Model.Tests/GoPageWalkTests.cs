namespace Resident.Model.Tests;

/// <summary>Pages of a region in parts.</summary>
public sealed class GoPageWalkTests
{
    private static readonly GoPageRegion Region = new()
    {
        Address = 0xc000000000,
        Pages = 10,
        Runs = new GoPageRun[] { new(4, GoPageKind.Idle, 0, 100), new(6, GoPageKind.Released, 0, 0) },
        IsResidencyKnown = true,
    };

    [Fact]
    public void TryTake_EndInsideARun_SplitsIt()
    {
        GoPageWalk walk = new(Region);

        Assert.True(walk.TryTake(3, out var first));
        Assert.False(walk.TryTake(3, out _));
        Assert.True(walk.TryTake(8, out var second));
        Assert.True(walk.TryTake(8, out var third));

        Assert.Equal((new(3, GoPageKind.Idle, 0, 100), new(1, GoPageKind.Idle, 0, 100), new(4, GoPageKind.Released, 0, 0)), (first, second, third));
        Assert.Equal(8, walk.Page);
    }

    [Fact]
    public void TryTake_EndBehindTheRegion_StopsAtItsEnd()
    {
        GoPageWalk walk = new(Region);
        walk.SkipTo(9);

        Assert.True(walk.TryTake(int.MaxValue, out var last));
        Assert.False(walk.TryTake(int.MaxValue, out _));
        Assert.Equal((1, GoPageKind.Released), (last.Pages, last.Kind));
    }

    [Fact]
    public void SkipTo_PageThatLiesBehind_Stays()
    {
        GoPageWalk walk = new(Region);
        walk.SkipTo(5);
        walk.SkipTo(2);

        Assert.Equal(5, walk.Page);
    }
}
