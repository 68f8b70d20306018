namespace Resident.Model.Profiles;

/// <summary>A call from one node to another.</summary>
public sealed class GraphEdge
{
    /// <summary>Gets or sets the caller.</summary>
    public required GraphNode Source { get; set; }

    /// <summary>Gets the callee.</summary>
    public required GraphNode Target { get; init; }

    /// <summary>Gets the weight of the samples that have this call.</summary>
    public required long Weight { get; init; }

    /// <summary>Gets the divisor of <see cref="Weight"/>; 0 where values are no means.</summary>
    public long WeightDivisor { get; init; }

    /// <summary>Gets or sets a value indicating whether nodes that are not shown lie between the two.</summary>
    public bool IsResidual { get; set; }

    /// <summary>Gets or sets a value indicating whether the callee is inlined wherever this call occurs.</summary>
    public bool IsInline { get; set; }

    /// <summary>Gets the weight, or its mean.</summary>
    public long WeightValue => WeightDivisor == 0 ? Weight : Weight / WeightDivisor;
}
