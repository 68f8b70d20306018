using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>All stacks of a profile merged into one tree, root first: what a flame graph draws. A column an array; node 0 is the root.</summary>
public sealed class FlameTree
{
    private readonly List<int> _parents = [-1];
    private readonly List<int> _frames = [-1];
    private readonly List<long> _selves = [0];
    private long[] _sizes = [];

    private FlameTree(NodeIndex index)
    {
        Index = index;
    }

    /// <summary>Gets what the frames' numbers mean.</summary>
    public NodeIndex Index { get; }

    /// <summary>Gets how many nodes there are, the root included.</summary>
    public int Count => _parents.Count;

    /// <summary>Merges the stacks of a profile.</summary>
    /// <param name="profile">The profile, filtered and aggregated.</param>
    /// <param name="options">Which value to add up.</param>
    public static FlameTree Build(Profile profile, ReportOptions options)
    {
        var index = new NodeIndex(profile, withObjectFiles: false, path => SourcePaths.Trim(path, options.TrimPath, options.SourcePath));
        var tree = new FlameTree(index);
        tree.AddSamples(profile, options);
        tree.AddSizes();
        return tree;
    }

    /// <summary>Gets the node that a node hangs below; -1 for the root. It has a smaller number.</summary>
    public int ParentOf(int node) => _parents[node];

    /// <summary>Gets the number of a node's frame; -1 for the root.</summary>
    public int FrameOf(int node) => _frames[node];

    /// <summary>Gets the weight of the stacks that end in a node; negative where a difference shrank.</summary>
    public long SelfOf(int node) => _selves[node];

    /// <summary>Gets the magnitude of a node and all below it: what it is drawn as wide as.</summary>
    public long SizeOf(int node) => _sizes[node];

    private void AddSamples(Profile profile, ReportOptions options)
    {
        var children = new Dictionary<(int Parent, int Frame), int>();
        var samples = profile.Samples;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            long weight = samples.Values[(sample * samples.ValueCount) + options.ValueIndex];
            if (weight == 0)
            {
                continue;
            }

            int node = 0;
            var stack = samples.StackOf(sample);
            for (int i = stack.Length - 1; i >= 0; i--)
            {
                var frames = Index.NodesOf(stack[i]);
                for (int frame = frames.Length - 1; frame >= 0; frame--)
                {
                    node = ChildOf(children, node, frames[frame]);
                }
            }

            _selves[node] = unchecked(_selves[node] + weight);
        }
    }

    private int ChildOf(Dictionary<(int Parent, int Frame), int> children, int parent, int frame)
    {
        ref int child = ref CollectionsMarshal.GetValueRefOrAddDefault(children, (parent, frame), out bool exists);
        if (!exists)
        {
            child = _parents.Count;
            _parents.Add(parent);
            _frames.Add(frame);
            _selves.Add(0);
        }

        return child;
    }

    private void AddSizes()
    {
        _sizes = new long[Count];
        for (int node = Count - 1; node >= 0; node--)
        {
            _sizes[node] = unchecked(_sizes[node] + GoNumber.Abs(_selves[node]));
            if (node > 0)
            {
                _sizes[_parents[node]] = unchecked(_sizes[_parents[node]] + _sizes[node]);
            }
        }
    }
}
