using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Walks all samples once and adds up nodes, and edges where they are wanted.</summary>
internal sealed class GraphAccumulator
{
    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly NodeIndex _index;
    private bool[]? _targets;

    public GraphAccumulator(Profile profile, ReportOptions options, NodeIndex index)
    {
        _profile = profile;
        _options = options;
        _index = index;
        Nodes = new NodeTotals[index.Count];
        Edges = new EdgeTable(options.IsMean);
    }

    public NodeTotals[] Nodes { get; }

    public EdgeTable Edges { get; }

    /// <summary>Adds up the nodes alone.</summary>
    public void AddNodes()
    {
        var samples = _profile.Samples;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            var (weight, divisor) = WeightOf(_profile, _options, sample);
            if (weight == 0 && divisor == 0)
            {
                continue;
            }

            var stack = samples.StackOf(sample);
            foreach (int location in stack)
            {
                foreach (int node in _index.NodesOf(location))
                {
                    AddCum(ref Nodes[node], sample + 1, weight, divisor);
                }
            }

            if (stack.Length > 0)
            {
                AddFlat(ref Nodes[_index.NodesOf(stack[0])[0]], weight, divisor);
            }
        }
    }

    /// <summary>Adds up nodes and edges.</summary>
    /// <param name="kept">Whether each node takes part, or null where all do.</param>
    /// <param name="targets">Whether edges to each node are wanted, or null where all are.</param>
    public void AddNodesAndEdges(bool[]? kept, bool[]? targets = null)
    {
        _targets = targets;
        var samples = _profile.Samples;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            var (weight, divisor) = WeightOf(_profile, _options, sample);
            if (weight != 0 || divisor != 0)
            {
                AddSample(samples.StackOf(sample), sample + 1, weight, divisor, kept);
            }
        }
    }

    /// <summary>Gets a sample's value, and the divisor of means or 0.</summary>
    public static (long Weight, long Divisor) WeightOf(Profile profile, ReportOptions options, int sample)
    {
        int first = sample * profile.Samples.ValueCount;
        return (profile.Samples.Values[first + options.ValueIndex], options.IsMean ? profile.Samples.Values[first] : 0);
    }

    private static void AddCum(ref NodeTotals node, int sample, long weight, long divisor)
    {
        if (node.LastSample != sample)
        {
            node.LastSample = sample;
            unchecked
            {
                node.Cum += weight;
                node.CumDivisor += divisor;
            }
        }
    }

    private static void AddFlat(ref NodeTotals node, long weight, long divisor)
    {
        unchecked
        {
            node.Flat += weight;
            node.FlatDivisor += divisor;
        }
    }

    private void AddSample(ReadOnlySpan<int> stack, int sample, long weight, long divisor, bool[]? kept)
    {
        int parent = -1;
        bool isResidual = false;
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            var frames = _index.NodesOf(stack[i]);
            for (int frame = frames.Length - 1; frame >= 0; frame--)
            {
                int node = frames[frame];
                if (kept is not null && !kept[node])
                {
                    isResidual = true;
                    continue;
                }

                AddCum(ref Nodes[node], sample, weight, divisor);
                if (parent >= 0 && node != parent && (_targets is null || _targets[node]))
                {
                    Edges.Add(parent, node, sample, weight, divisor, isResidual, frame != frames.Length - 1);
                }

                parent = node;
                isResidual = false;
            }
        }

        if (parent >= 0 && !isResidual)
        {
            AddFlat(ref Nodes[parent], weight, divisor);
        }
    }
}
