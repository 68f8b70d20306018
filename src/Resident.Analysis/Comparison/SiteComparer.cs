using System.Runtime.InteropServices;
using Resident.Model.Observations;

namespace Resident.Analysis.Comparison;

/// <summary>Compares two heap profiles function by function: lines move from build to build, functions seldom.</summary>
/// <remarks>
/// Of n objects of S bytes each is in the profile with the probability p = 1 - exp(-S / rate), and the profile scales what it has by 1 / p. The
/// variance of the scaled bytes is n S^2 (1 - p) / p, summed over the places. The rate is taken to be the runtime's default, 512 KiB; objects of very
/// different sizes at one place make the error a little too small.
/// </remarks>
public static class SiteComparer
{
    private const double DefaultRate = 512 * 1024;

    /// <summary>Compares.</summary>
    /// <param name="from">The first profile.</param>
    /// <param name="to">The second profile.</param>
    /// <returns>The functions that either has, the largest difference first.</returns>
    public static IReadOnlyList<SiteChange> Compare(HeapSites from, HeapSites to)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(to);
        var sums = new Dictionary<string, Sum>(StringComparer.Ordinal);
        foreach (var site in from.Sites)
        {
            var sum = SumOf(sums, site);
            (sum.From, sum.Variance) = (sum.From + site.InuseBytes, sum.Variance + VarianceOf(site));
        }

        foreach (var site in to.Sites)
        {
            var sum = SumOf(sums, site);
            (sum.To, sum.Variance) = (sum.To + site.InuseBytes, sum.Variance + VarianceOf(site));
        }

        return
        [
            .. sums.Select(static pair => new SiteChange(
                    pair.Key, pair.Value.Largest.Frame.File, pair.Value.Largest.Frame.Line, pair.Value.From, pair.Value.To, Math.Sqrt(pair.Value.Variance)))
                .OrderByDescending(static change => Math.Abs(change.Change)),
        ];
    }

    private static Sum SumOf(Dictionary<string, Sum> sums, AllocationSite site)
    {
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, site.Frame.Function, out _);
        sum ??= new Sum(site);
        if (site.InuseBytes > sum.Largest.InuseBytes)
        {
            sum.Largest = site;
        }

        return sum;
    }

    private static double VarianceOf(AllocationSite site)
    {
        if (site.InuseObjects <= 0 || site.InuseBytes <= 0)
        {
            return 0;
        }

        double size = site.InuseBytes / site.InuseObjects;
        double missed = Math.Exp(-size / DefaultRate);
        return site.InuseObjects * size * size * missed / (1 - missed);
    }

    private sealed class Sum
    {
        public Sum(AllocationSite first)
        {
            Largest = first;
        }

        public AllocationSite Largest { get; set; }

        public double From { get; set; }

        public double To { get; set; }

        public double Variance { get; set; }
    }
}
