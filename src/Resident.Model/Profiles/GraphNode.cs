namespace Resident.Model.Profiles;

/// <summary>A function, line, file or address with the samples that it is part of, and its calls.</summary>
public sealed class GraphNode
{
    private string? _printableName;

    /// <summary>Gets what the node stands for.</summary>
    public required GraphNodeInfo Info { get; init; }

    /// <summary>Gets the number of the function that the node is part of: nodes that differ by address or line alone have the same.</summary>
    public int FunctionNumber { get; init; }

    /// <summary>Gets the name for one line of a report. Made on first use.</summary>
    public string PrintableName => _printableName ??= Info.ToPrintableName();

    /// <summary>Gets the weight of the samples that end here.</summary>
    public long Flat { get; set; }

    /// <summary>Gets the divisor of <see cref="Flat"/>; 0 where values are no means.</summary>
    public long FlatDivisor { get; set; }

    /// <summary>Gets the weight of the samples that pass through here.</summary>
    public long Cum { get; set; }

    /// <summary>Gets the divisor of <see cref="Cum"/>; 0 where values are no means.</summary>
    public long CumDivisor { get; set; }

    /// <summary>Gets the calls to this node, in no order.</summary>
    public IList<GraphEdge> Incoming { get; } = [];

    /// <summary>Gets the calls that this node makes, in no order.</summary>
    public IList<GraphEdge> Outgoing { get; } = [];

    /// <summary>Gets the text labels of the samples, all of one sample joined into one tag. Empty unless tags were asked for.</summary>
    public IList<GraphTag> TextTags { get; private set; } = [];

    /// <summary>Gets the numeric labels by the joined text labels that they occur with.</summary>
    public IDictionary<string, IList<GraphTag>> NumberTags { get; private set; } = new Dictionary<string, IList<GraphTag>>(StringComparer.Ordinal);

    /// <summary>Gets the flat weight, or its mean.</summary>
    public long FlatValue => FlatDivisor == 0 ? Flat : Flat / FlatDivisor;

    /// <summary>Gets the cumulative weight, or its mean.</summary>
    public long CumValue => CumDivisor == 0 ? Cum : Cum / CumDivisor;

    /// <summary>Shares the tags of a node that stands for the same.</summary>
    public void TakeTags(GraphNode other)
    {
        TextTags = other.TextTags;
        NumberTags = other.NumberTags;
    }
}
