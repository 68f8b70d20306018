namespace Resident.Analysis.Comparison;

/// <summary>Compares the levels of a series in two windows.</summary>
/// <remarks>
/// Each window is cut into ten blocks of equal count, and the means of the blocks stand for independent values: within a block the
/// values of a heap's sawtooth depend on one another, between long blocks hardly. Then Welch: error^2 = s1^2/n1 + s2^2/n2 over the
/// blocks' means. Biased towards "no difference" where the windows are shorter than a few GC cycles, which is the safe side.
/// </remarks>
public static class LevelComparer
{
    private const int Blocks = 10;

    /// <summary>Compares.</summary>
    /// <param name="from">The values in the first window, by time; NaN is passed over.</param>
    /// <param name="to">The values in the second window.</param>
    /// <returns>Null where a window has no value.</returns>
    public static LevelComparison? Compare(IReadOnlyList<double> from, IReadOnlyList<double> to)
    {
        double[] first = [.. from.Where(static value => !double.IsNaN(value))];
        double[] second = [.. to.Where(static value => !double.IsNaN(value))];
        if (first.Length == 0 || second.Length == 0)
        {
            return null;
        }

        double error = Math.Sqrt(ErrorSquared(first) + ErrorSquared(second));
        return new LevelComparison(first.Average(), second.Average(), error);
    }

    private static double ErrorSquared(double[] values)
    {
        if (values.Length < Blocks)
        {
            return double.NaN;
        }

        double[] means = new double[Blocks];
        for (int block = 0; block < Blocks; block++)
        {
            int start = (int)((long)values.Length * block / Blocks);
            int end = (int)((long)values.Length * (block + 1) / Blocks);
            means[block] = values.AsSpan(start, end - start).ToArray().Average();
        }

        double mean = means.Average();
        return means.Sum(value => (value - mean) * (value - mean)) / (Blocks - 1) / Blocks;
    }
}
