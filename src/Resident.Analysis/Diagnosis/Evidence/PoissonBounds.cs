namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Bounds of the mean of a count of independent events.</summary>
/// <remarks>Source: Ulm, American Journal of Epidemiology 131 (1990), with Wilson and Hilferty's approximation of the
/// chi-squared distribution: within 1 % of the exact bounds from one event on.</remarks>
internal static class PoissonBounds
{
    private const double OneSided95 = 1.645;

    /// <summary>Gets the lower bound at 95 %, one-sided.</summary>
    public static double Lower(long count) => count <= 0 ? 0 : count * Cube(1 - (1 / (9.0 * count)) - (OneSided95 / (3 * Math.Sqrt(count))));

    /// <summary>Gets the upper bound at 95 %, one-sided.</summary>
    public static double Upper(long count) => (count + 1) * Cube(1 - (1 / (9.0 * (count + 1))) + (OneSided95 / (3 * Math.Sqrt(count + 1))));

    /// <summary>Gets the probability of so many events or fewer.</summary>
    /// <param name="count">How many.</param>
    /// <param name="mean">The mean.</param>
    public static double AtMost(long count, double mean)
    {
        double each = Math.Exp(-mean);
        double sum = each;
        for (long i = 1; i <= count && sum < 1; i++)
        {
            each *= mean / i;
            sum += each;
        }

        return Math.Min(sum, 1);
    }

    private static double Cube(double value) => value * value * value;
}
