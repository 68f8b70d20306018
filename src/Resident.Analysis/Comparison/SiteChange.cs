namespace Resident.Analysis.Comparison;

/// <summary>How much more, or less, of what a function allocated is in use, and whether that is more than the profiler's sampling explains.</summary>
/// <param name="Function">The function.</param>
/// <param name="File">Its source file, or "".</param>
/// <param name="Line">The line of its largest place, or 0.</param>
/// <param name="From">Bytes in use in the first profile.</param>
/// <param name="To">Bytes in use in the second profile.</param>
/// <param name="Error">The standard error of the difference.</param>
public sealed record SiteChange(string Function, string File, int Line, double From, double To, double Error)
{
    // The 99 % quantile of the normal distribution, two-sided.
    private const double Quantile = 2.576;

    /// <summary>Gets the difference.</summary>
    public double Change => To - From;

    /// <summary>Gets a value indicating whether the difference is more than sampling noise, at 99 %.</summary>
    public bool IsSignificant => Math.Abs(Change) > Error * Quantile;
}
