namespace Resident.Analysis.Comparison;

/// <summary>How the level of a series differs between two windows, and whether that is more than its noise.</summary>
/// <param name="From">The mean in the first window.</param>
/// <param name="To">The mean in the second window.</param>
/// <param name="Error">The standard error of the difference, autocorrelation counted in; NaN where a window has too few values to know.</param>
public readonly record struct LevelComparison(double From, double To, double Error)
{
    // Two windows of ten blocks have about 18 degrees of freedom: 2.9 is the 99 % quantile of Student's t there.
    private const double Quantile = 2.9;

    /// <summary>Gets the difference.</summary>
    public double Change => To - From;

    /// <summary>Gets a value indicating whether the difference is more than noise: at 99 %, and at least a thousandth of the level.</summary>
    public bool IsSignificant => Math.Abs(Change) > Error * Quantile && Math.Abs(Change) >= Math.Abs(From) / 1000;
}
