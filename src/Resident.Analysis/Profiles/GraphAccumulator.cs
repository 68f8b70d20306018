using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Walks all samples once and adds up nodes, or edges.</summary>
internal sealed class GraphAccumulator
{
    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly NodeIndex _index;

    public GraphAccumulator(Profile profile, ReportOptions options, NodeIndex index)
    {
        _profile = profile;
        _options = options;
        _index = index;
    }

    /// <summary>Gets a sample's value, and the divisor of means or 0.</summary>
    public static (long Weight, long Divisor) WeightOf(Profile profile, ReportOptions options, int sample)
    {
        int first = sample * profile.Samples.ValueCount;
        return (profile.Samples.Values[first + options.ValueIndex], options.IsMean ? profile.Samples.Values[first] : 0);
    }

    /// <summary>Adds up the nodes. What a node weighs does not depend on which others take part.</summary>
    public NodeTotals[] AddNodes()
    {
        var totals = new NodeTotals[_index.Count];
        var samples = _profile.Samples;
        var codes = new KeptFrames(_index, _profile.Locations.Count, kept: null).Codes;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            var (weight, divisor) = WeightOf(_profile, _options, sample);
            var stack = samples.StackOf(sample);
            if ((weight == 0 && divisor == 0) || stack.IsEmpty)
            {
                continue;
            }

            foreach (int location in stack)
            {
                int code = codes[location];
                if (code >= 0)
                {
                    totals[code].AddCum(sample + 1, weight, divisor);
                }
                else
                {
                    foreach (int node in _index.NodesOf(location))
                    {
                        totals[node].AddCum(sample + 1, weight, divisor);
                    }
                }
            }

            totals[_index.NodesOf(stack[0])[0]].AddFlat(weight, divisor);
        }

        return totals;
    }

    /// <summary>Adds up the edges.</summary>
    /// <param name="kept">Whether each node takes part, or null where all do.</param>
    /// <param name="filter">Which edges are wanted, or null where all are.</param>
    public EdgeTable AddEdges(bool[]? kept, EdgeFilter? filter = null)
    {
        var edges = new EdgeTable(_options.IsMean);
        var samples = _profile.Samples;
        var codes = new KeptFrames(_index, _profile.Locations.Count, kept).Codes;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            var weight = WeightOf(_profile, _options, sample);
            if (weight != (0, 0))
            {
                var walk = new EdgeWalk(edges, filter, sample + 1, weight);
                AddSample(ref walk, samples.StackOf(sample), codes, kept);
            }
        }

        return edges;
    }

    private void AddSample(ref EdgeWalk walk, ReadOnlySpan<int> stack, ReadOnlySpan<int> codes, bool[]? kept)
    {
        for (int i = stack.Length - 1; i >= 0; i--)
        {
            int code = codes[stack[i]];
            if (code >= 0)
            {
                walk.Enter(code, isInline: false);
            }
            else if (code == KeptFrames.None)
            {
                walk.Skip();
            }
            else
            {
                var frames = _index.NodesOf(stack[i]);
                for (int frame = frames.Length - 1; frame >= 0; frame--)
                {
                    if (kept is null || kept[frames[frame]])
                    {
                        walk.Enter(frames[frame], frame != frames.Length - 1);
                    }
                    else
                    {
                        walk.Skip();
                    }
                }
            }
        }
    }
}
