using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>A tree in the order that it is drawn in: parents first, the largest child first, small ones left out.</summary>
public sealed class FlameLayout
{
    private readonly FlameTree _tree;
    private readonly long[] _hidden;

    private FlameLayout(FlameTree tree)
    {
        _tree = tree;
        _hidden = new long[tree.Count];
    }

    /// <summary>Gets the nodes, the root first.</summary>
    public IList<int> Nodes { get; } = [];

    /// <summary>Gets the depth of each of <see cref="Nodes"/>; the root has 0.</summary>
    public IList<int> Depths { get; } = [];

    /// <summary>Gets the least size of a node that is not left out.</summary>
    public long Cutoff { get; private set; }

    /// <summary>Lays a tree out.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="fraction">The part of the whole that a node must have, from 0 to 1.</param>
    /// <param name="mostNodes">The greatest number of nodes, the root included; the smallest are left out. At least 1.</param>
    public static FlameLayout Make(FlameTree tree, double fraction, int mostNodes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(mostNodes, 1);
        var layout = new FlameLayout(tree) { Cutoff = Math.Max(1, GoNumber.ToInt64(tree.SizeOf(0) * Math.Clamp(fraction, 0, 1))) };
        if (tree.Count > mostNodes)
        {
            long[] sizes = new long[tree.Count];
            for (int i = 0; i < sizes.Length; i++)
            {
                sizes[i] = tree.SizeOf(i);
            }

            // Nodes as large as the last that would fit are left out as well, so that no sibling is preferred by chance.
            Array.Sort(sizes);
            layout.Cutoff = Math.Max(layout.Cutoff, sizes[^mostNodes] == sizes[^(mostNodes + 1)] ? sizes[^mostNodes] + 1 : sizes[^mostNodes]);
        }

        layout.Fill();
        return layout;
    }

    /// <summary>Gets the weight of what was left out right below a node.</summary>
    public long HiddenBelow(int node) => _hidden[node];

    private void Fill()
    {
        var (starts, children) = GroupChildren();
        var open = new Stack<(int Node, int Depth)>();
        open.Push((0, 0));
        while (open.TryPop(out var next))
        {
            Nodes.Add(next.Node);
            Depths.Add(next.Depth);
            var own = children.AsSpan(starts[next.Node], starts[next.Node + 1] - starts[next.Node]);
            own.Sort((left, right) =>
            {
                int order = _tree.SizeOf(left).CompareTo(_tree.SizeOf(right));
                return order != 0 ? order : right.CompareTo(left);
            });
            foreach (int child in own)
            {
                open.Push((child, next.Depth + 1));
            }
        }
    }

    private (int[] Starts, int[] Children) GroupChildren()
    {
        int[] starts = new int[_tree.Count + 1];
        long[] nets = new long[_tree.Count];
        for (int node = _tree.Count - 1; node > 0; node--)
        {
            int parent = _tree.ParentOf(node);
            nets[node] = unchecked(nets[node] + _tree.SelfOf(node));
            nets[parent] = unchecked(nets[parent] + nets[node]);
            if (_tree.SizeOf(node) >= Cutoff)
            {
                starts[parent + 1]++;
            }
            else
            {
                _hidden[parent] = unchecked(_hidden[parent] + nets[node]);
            }
        }

        for (int i = 1; i < starts.Length; i++)
        {
            starts[i] += starts[i - 1];
        }

        int[] next = starts[..^1];
        int[] children = new int[starts[^1]];
        for (int node = 1; node < _tree.Count; node++)
        {
            if (_tree.SizeOf(node) >= Cutoff)
            {
                children[next[_tree.ParentOf(node)]++] = node;
            }
        }

        return (starts, children);
    }
}
