namespace Resident.Analysis.Profiles;

/// <summary>Which edges of a graph are wanted: those to some nodes, those from some nodes, or both.</summary>
/// <param name="Targets">Whether all edges to a node are wanted, by number.</param>
/// <param name="Sources">Whether all edges from a node are wanted, by number; null where none is for that.</param>
internal sealed record EdgeFilter(bool[] Targets, bool[]? Sources)
{
    /// <summary>Tells whether an edge is wanted.</summary>
    public bool Wants(int source, int target) => Targets[target] || (Sources is not null && Sources[source]);
}
