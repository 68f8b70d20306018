namespace Resident.Analysis.Profiles;

/// <summary>The frames of locations that take part in a graph. Most locations have one, so most stacks take one look-up a frame.</summary>
internal sealed class KeptFrames
{
    /// <summary>Stands for a location none of whose frames takes part.</summary>
    public const int None = -1;

    /// <summary>Stands for a location whose frames must be looked at one by one.</summary>
    public const int Several = -2;

    private readonly int[] _codes;

    public KeptFrames(NodeIndex index, int locationCount, bool[]? kept)
    {
        _codes = new int[locationCount];
        for (int location = 0; location < locationCount; location++)
        {
            var nodes = index.NodesOf(location);
            _codes[location] = nodes.Length == 1 ? nodes[0] : Several;
            if (kept is not null && !AnyKept(nodes, kept))
            {
                _codes[location] = None;
            }
        }
    }

    /// <summary>Gets a code a location: its only frame's node, <see cref="None"/> or <see cref="Several"/>.</summary>
    public ReadOnlySpan<int> Codes => _codes;

    private static bool AnyKept(ReadOnlySpan<int> nodes, bool[] kept)
    {
        foreach (int node in nodes)
        {
            if (kept[node])
            {
                return true;
            }
        }

        return false;
    }
}
