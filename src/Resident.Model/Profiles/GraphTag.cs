namespace Resident.Model.Profiles;

/// <summary>A label's weight in one node.</summary>
public sealed class GraphTag
{
    /// <summary>Gets the name that is shown.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the unit of a numeric label, or empty.</summary>
    public string Unit { get; init; } = string.Empty;

    /// <summary>Gets the number of a numeric label, or 0.</summary>
    public long Number { get; init; }

    /// <summary>Gets or sets the weight of the samples that end in the node.</summary>
    public long Flat { get; set; }

    /// <summary>Gets or sets the divisor of <see cref="Flat"/>; 0 where values are no means.</summary>
    public long FlatDivisor { get; set; }

    /// <summary>Gets or sets the weight of the samples that pass through the node.</summary>
    public long Cum { get; set; }

    /// <summary>Gets or sets the divisor of <see cref="Cum"/>; 0 where values are no means.</summary>
    public long CumDivisor { get; set; }

    /// <summary>Gets the flat weight, or its mean.</summary>
    public long FlatValue => FlatDivisor == 0 ? Flat : Flat / FlatDivisor;

    /// <summary>Gets the cumulative weight, or its mean.</summary>
    public long CumValue => CumDivisor == 0 ? Cum : Cum / CumDivisor;
}
