using Resident.Analysis.Comparison;
using Resident.Analysis.Tests.Trends;
using Resident.Model.Observations;
using Resident.Model;

namespace Resident.Analysis.Tests.Comparison;

public sealed class SiteComparerTests
{
    private const double Kibibyte = 1024;
    private const double Mebibyte = 1024 * Kibibyte;

    [Fact]
    public void Compare_PlacesOfOneFunction_AreOneAndNamedAfterTheLargest()
    {
        var changes = SiteComparer.Compare(
            Sites(("shop.Put", 10, 2 * Mebibyte, 1_000), ("shop.Put", 20, 3 * Mebibyte, 1_000)),
            Sites(("shop.Put", 11, 90 * Mebibyte, 50_000), ("shop.Get", 5, 1 * Mebibyte, 500)));

        Assert.Equal(["shop.Put", "shop.Get"], changes.Select(static change => change.Function));
        Assert.Equal((5 * Mebibyte, 90 * Mebibyte, 11), (changes[0].From, changes[0].To, changes[0].Line));
        Assert.True(changes[0].IsSignificant);
    }

    [Fact]
    public void Compare_OneSampleMore_IsNoise()
    {
        // Small objects: 3 samples of 512 KiB each, then 4.
        var changes = SiteComparer.Compare(
            Sites(("shop.Put", 10, 1.5 * Mebibyte, 1_500)), Sites(("shop.Put", 10, 2 * Mebibyte, 2_000)));

        Assert.False(Assert.Single(changes).IsSignificant);
    }

    [Fact]
    public void Compare_OneLargeObjectMore_IsCertain()
    {
        // An object of 16 MiB is always in the profile.
        var changes = SiteComparer.Compare(
            Sites(("shop.Load", 10, 16 * Mebibyte, 1)), Sites(("shop.Load", 10, 32 * Mebibyte, 2)));

        Assert.True(Assert.Single(changes).IsSignificant);
    }

    [Fact]
    public void Compare_SampledHeapsOfTheSameProgram_AreCalledDifferentInAboutOneOfAHundred()
    {
        var random = new SimulatedNoise(1);
        int found = 0;
        const int Rounds = 400;
        for (int round = 0; round < Rounds; round++)
        {
            found += SiteComparer.Compare(Sampled(random), Sampled(random))[0].IsSignificant ? 1 : 0;
        }

        Assert.InRange(found, 0, Rounds / 25);
    }

    // 20,000 objects of 2 KiB: each is in the profile with 1 - exp(-2 KiB / 512 KiB).
    private static HeapSites Sampled(SimulatedNoise random)
    {
        double chance = 1 - Math.Exp(-2.0 / 512);
        int seen = 0;
        for (int i = 0; i < 20_000; i++)
        {
            seen += random.Uniform() < chance ? 1 : 0;
        }

        double objects = seen / chance;
        return Sites(("shop.Put", 10, objects * 2 * Kibibyte, objects));
    }

    private static HeapSites Sites(params (string Function, int Line, double Bytes, double Objects)[] sites) => new(
        DateTimeOffset.UnixEpoch,
        [.. sites.Select(static site => new AllocationSite(new GoFrame(site.Function, "shop.go", site.Line, 1), [], site.Bytes, site.Objects))]);
}
