using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>One shape, fitted.</summary>
/// <param name="Shape">The shape.</param>
/// <param name="SquaredError">The sum of squared residuals.</param>
/// <param name="Parameters">How many numbers were free.</param>
/// <param name="LevelFrom">The level at the window's start.</param>
/// <param name="LevelTo">The level at its end.</param>
internal sealed record ShapeFit(TrendShape Shape, double SquaredError, int Parameters, double LevelFrom, double LevelTo)
{
    /// <summary>Gets the slope at the end, a second.</summary>
    public double Slope { get; init; }

    /// <summary>Gets when the level changed, or null.</summary>
    public double? ChangeAt { get; init; }

    /// <summary>Gets the ceiling, or null.</summary>
    public double? Ceiling { get; init; }

    /// <summary>Gets the time constant, or null.</summary>
    public double? TimeConstant { get; init; }

    /// <summary>Gets the length of the cycle, or null.</summary>
    public double? Cycle { get; init; }

    /// <summary>Gets the cycle's amplitude.</summary>
    public double Amplitude { get; init; }
}
