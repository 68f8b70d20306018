using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Adds up a tree: each calling context is a node of its own.</summary>
internal sealed class CallTreeAccumulator
{
    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly NodeIndex _index;
    private readonly Dictionary<(int Parent, int Frame), int> _children = [];
    private readonly List<int> _frames = [];
    private readonly List<int> _parents = [];
    private readonly List<bool> _inline = [];

    public CallTreeAccumulator(Profile profile, ReportOptions options, NodeIndex index)
    {
        _profile = profile;
        _options = options;
        _index = index;
    }

    /// <summary>Builds the tree and lists its nodes, parents before children.</summary>
    public List<GraphNode> Build()
    {
        int[] leaves = AddStacks();
        var totals = AddWeights(leaves);
        var nodes = ToNodes(totals);
        if (_options.Format == ReportFormat.Dot)
        {
            new TreeTagAccumulator(_profile, _options).AddToTree(nodes, leaves, _parents);
        }

        return [.. nodes.Where((_, i) => totals[i].IsListed(_options.DropNegative))];
    }

    private int[] AddStacks()
    {
        var samples = _profile.Samples;
        int[] leaves = new int[samples.Count];
        for (int sample = 0; sample < samples.Count; sample++)
        {
            leaves[sample] = -1;
            if (GraphAccumulator.WeightOf(_profile, _options, sample) != (0, 0))
            {
                leaves[sample] = AddStack(samples.StackOf(sample));
            }
        }

        return leaves;
    }

    private int AddStack(ReadOnlySpan<int> stack)
    {
        int parent = -1;
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            var frames = _index.NodesOf(stack[i]);
            for (int frame = frames.Length - 1; frame >= 0; frame--)
            {
                ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(_children, (parent, frames[frame]), out bool exists);
                bool isInline = frame != frames.Length - 1;
                if (!exists)
                {
                    child = _frames.Count;
                    _frames.Add(frames[frame]);
                    _parents.Add(parent);
                    _inline.Add(isInline);
                }

                _inline[child] &= isInline;
                parent = child;
            }
        }

        return parent;
    }

    private NodeTotals[] AddWeights(int[] leaves)
    {
        var totals = new NodeTotals[_frames.Count];
        for (int sample = 0; sample < leaves.Length; sample++)
        {
            if (leaves[sample] < 0)
            {
                continue;
            }

            var (weight, divisor) = GraphAccumulator.WeightOf(_profile, _options, sample);
            unchecked
            {
                totals[leaves[sample]].Flat += weight;
                totals[leaves[sample]].FlatDivisor += divisor;
                for (int node = leaves[sample]; node >= 0; node = _parents[node])
                {
                    totals[node].Cum += weight;
                    totals[node].CumDivisor += divisor;
                }
            }
        }

        return totals;
    }

    private GraphNode[] ToNodes(NodeTotals[] totals)
    {
        var nodes = new GraphNode[totals.Length];
        var functions = new Dictionary<(int Parent, int Function), int>();
        for (int i = 0; i < nodes.Length; i++)
        {
            ref int function = ref CollectionsMarshal.GetValueRefOrAddDefault(functions, (_parents[i], _index.FunctionOf(_frames[i])), out bool exists);
            function = exists ? function : functions.Count;
            nodes[i] = new GraphNode
            {
                Info = _index.InfoOf(_frames[i]),
                FunctionNumber = function,
                Flat = totals[i].Flat,
                FlatDivisor = totals[i].FlatDivisor,
                Cum = totals[i].Cum,
                CumDivisor = totals[i].CumDivisor,
            };
            if (_parents[i] >= 0)
            {
                var edge = new GraphEdge
                {
                    Source = nodes[_parents[i]],
                    Target = nodes[i],
                    Weight = totals[i].Cum,
                    WeightDivisor = totals[i].CumDivisor,
                    IsInline = _inline[i],
                };
                edge.Source.Outgoing.Add(edge);
                edge.Target.Incoming.Add(edge);
            }
        }

        return nodes;
    }
}
