using System.Runtime.InteropServices;

namespace Resident.Analysis.Profiles;

/// <summary>The walk down one stack, from the root to the leaf, that adds up the edges on its way.</summary>
[StructLayout(LayoutKind.Auto)]
internal ref struct EdgeWalk
{
    private readonly EdgeTable _edges;
    private readonly EdgeFilter? _filter;
    private readonly int _sample;
    private readonly long _weight;
    private readonly long _divisor;
    private int _parent = -1;
    private bool _isResidual;

    public EdgeWalk(EdgeTable edges, EdgeFilter? filter, int sample, (long Weight, long Divisor) weight)
    {
        _edges = edges;
        _filter = filter;
        _sample = sample;
        (_weight, _divisor) = weight;
    }

    /// <summary>Passes a frame that takes no part.</summary>
    public void Skip() => _isResidual = true;

    /// <summary>Goes on to a frame.</summary>
    public void Enter(int node, bool isInline)
    {
        if (_parent >= 0 && node != _parent && (_filter is null || _filter.Wants(_parent, node)))
        {
            _edges.Add(_parent, node, _sample, _weight, _divisor, _isResidual, isInline);
        }

        _parent = node;
        _isResidual = false;
    }
}
