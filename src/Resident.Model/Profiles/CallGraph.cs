namespace Resident.Model.Profiles;

/// <summary>A trimmed and sorted call graph, and what was left out of it.</summary>
public sealed record CallGraph
{
    /// <summary>Gets the nodes in the order of the report.</summary>
    public required IReadOnlyList<GraphNode> Nodes { get; init; }

    /// <summary>Gets how many nodes there were after the light ones were dropped and before the rest was cut to the asked number.</summary>
    public int OriginalCount { get; init; }

    /// <summary>Gets how many nodes were dropped because they were too light.</summary>
    public int DroppedNodes { get; init; }

    /// <summary>Gets how many edges were dropped because they were too light.</summary>
    public int DroppedEdges { get; init; }
}
