namespace Resident.Analysis.Trends;

/// <summary>A model fitted to a series of blocks. Time runs from 0 to 1 over the window.</summary>
internal sealed class TrendFit
{
    /// <summary>Gets the model.</summary>
    public required TrendModel Model { get; init; }

    /// <summary>Gets the Bayesian information criterion; the smaller the better.</summary>
    public required double Criterion { get; init; }

    /// <summary>Gets the coefficients, in the order of <see cref="TrendFitter"/>'s columns.</summary>
    public required double[] Coefficients { get; init; }

    /// <summary>Gets the standard errors of the coefficients, the noise's autocorrelation in them.</summary>
    public required double[] Errors { get; init; }

    /// <summary>Gets the noise's correlation from one block to the next.</summary>
    public required double Correlation { get; init; }

    /// <summary>Gets the noise's standard deviation.</summary>
    public required double Deviation { get; init; }

    /// <summary>Gets when a steady fill ended, as a share of the window; 0 where there is none.</summary>
    public required double FullAt { get; init; }

    /// <summary>Gets the degrees of freedom that are left, the correlation taken into account.</summary>
    public required double Freedom { get; init; }
}
