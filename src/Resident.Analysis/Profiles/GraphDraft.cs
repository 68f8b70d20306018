using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>A graph between adding up and trimming.</summary>
internal sealed class GraphDraft
{
    private readonly NodeIndex _index;
    private readonly GraphNode?[] _byNumber;
    private readonly bool[] _isListed;
    private readonly Dictionary<GraphNode, int> _numberOf = [];

    public GraphDraft(NodeIndex index, NodeTotals[] totals, bool[]? kept, bool dropNegative)
    {
        _index = index;
        _byNumber = new GraphNode?[totals.Length];
        _isListed = new bool[totals.Length];
        for (int i = 0; i < totals.Length; i++)
        {
            if ((kept is null || kept[i]) && totals[i].IsListed(dropNegative))
            {
                _isListed[i] = true;
                Nodes.Add(NodeAt(i, totals));
            }
        }

        Totals = totals;
    }

    /// <summary>Gets the nodes; sorting them is the caller's.</summary>
    public List<GraphNode> Nodes { get; } = [];

    private NodeTotals[] Totals { get; }

    /// <summary>Gets the number of a node.</summary>
    public int NumberOf(GraphNode node) => _numberOf[node];

    /// <summary>Takes over what labels were added up for the same nodes in another draft.</summary>
    public void TakeTags(GraphDraft other)
    {
        foreach (var node in Nodes)
        {
            if (other._byNumber[_numberOf[node]] is { } source)
            {
                node.TakeTags(source);
            }
        }
    }

    /// <summary>Connects the nodes, but for calls to listed nodes that are too light. Edges to nodes without weight exist as
    /// well, although such nodes are not listed.</summary>
    /// <param name="edges">The edges.</param>
    /// <param name="cutoff">The least weight of edges to listed nodes.</param>
    /// <returns>How many edges were too light.</returns>
    public int AddEdges(EdgeTable edges, long cutoff)
    {
        int dropped = 0;
        for (int slot = 0; slot < edges.Capacity; slot++)
        {
            if (!edges.TryGet(slot, out var totals))
            {
                continue;
            }

            if (GoNumber.Abs(totals.Weight) < cutoff && _isListed[totals.Target])
            {
                dropped++;
                continue;
            }

            var edge = new GraphEdge
            {
                Source = NodeAt(totals.Source, Totals),
                Target = NodeAt(totals.Target, Totals),
                Weight = totals.Weight,
                WeightDivisor = totals.Divisor,
                IsResidual = totals.IsResidual,
                IsInline = totals.IsInline,
            };
            edge.Source.Outgoing.Add(edge);
            edge.Target.Incoming.Add(edge);
        }

        return dropped;
    }

    /// <summary>Sorts the nodes by scores that are given by number.</summary>
    public void SortBy(long[] scores) => GraphOrder.SortBy(Nodes, node => scores[_numberOf[node]]);

    /// <summary>Marks the numbers of the first nodes.</summary>
    public bool[] KeepFirst(int count)
    {
        bool[] kept = new bool[_byNumber.Length];
        foreach (var node in Nodes.Take(count))
        {
            kept[_numberOf[node]] = true;
        }

        return kept;
    }

    private GraphNode NodeAt(int number, NodeTotals[] totals)
    {
        if (_byNumber[number] is { } existing)
        {
            return existing;
        }

        var node = new GraphNode
        {
            Info = _index.InfoOf(number),
            FunctionNumber = _index.FunctionOf(number),
            Flat = totals[number].Flat,
            FlatDivisor = totals[number].FlatDivisor,
            Cum = totals[number].Cum,
            CumDivisor = totals[number].CumDivisor,
        };
        _byNumber[number] = node;
        _numberOf[node] = number;
        return node;
    }
}
