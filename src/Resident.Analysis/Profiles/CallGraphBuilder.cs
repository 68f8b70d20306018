using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Makes the call graph of a profile, trimmed and sorted for a report.</summary>
/// <remarks>
/// A graph cannot be trimmed exactly after the fact, because weights that pass through a dropped node must reach the next kept
/// one; so each trimming adds up the samples again with the nodes that stay.
/// </remarks>
public sealed class CallGraphBuilder
{
    private const int MostNodelets = 4;

    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly NodeIndex _index;
    private readonly bool _isVisual;
    private Regex? _wanted;

    private CallGraphBuilder(Profile profile, ReportOptions options)
    {
        _profile = profile;
        _options = options;
        _isVisual = options.Format == ReportFormat.Dot;
        bool withObjects = options.Format
            is ReportFormat.Raw or ReportFormat.List or ReportFormat.WebList or ReportFormat.Disassembly or ReportFormat.Callgrind;
        _index = new NodeIndex(profile, withObjects, path => SourcePaths.Trim(path, options.TrimPath, options.SourcePath));
    }

    /// <summary>Builds the graph.</summary>
    /// <param name="profile">The profile, filtered and aggregated.</param>
    /// <param name="options">What the graph is for.</param>
    /// <param name="wanted">The names of the nodes whose calls will be looked at; null for all. It has no say in what the nodes are.</param>
    public static CallGraph Build(Profile profile, ReportOptions options, Regex? wanted = null)
    {
        var builder = new CallGraphBuilder(profile, options) { _wanted = wanted };
        bool isTree = options.IsCallTree && (options.Format is ReportFormat.Dot or ReportFormat.Callgrind);
        return isTree ? builder.BuildTree() : builder.BuildGraph();
    }

    private static long Cutoff(long total, double fraction) => GoNumber.Abs(GoNumber.ToInt64(total * fraction));

    private static long TotalOf(IEnumerable<GraphNode> nodes)
    {
        long total = 0;
        foreach (var node in nodes)
        {
            total = unchecked(total + node.Flat);
        }

        return total;
    }

    private CallGraph BuildGraph()
    {
        var totals = new GraphAccumulator(_profile, _options, _index).AddNodes();
        var (total, listed) = Sum(totals);
        long nodeCutoff = Cutoff(total, _options.NodeFraction);
        long edgeCutoff = Cutoff(total, _options.EdgeFraction);
        bool[]? kept = Keep(totals, nodeCutoff, out int keptCount);
        int dropped = kept is null ? 0 : listed - keptCount;
        var graph = _isVisual ? BuildVisual(totals, kept, nodeCutoff, edgeCutoff) : BuildPlain(totals, kept, edgeCutoff);
        return graph with { DroppedNodes = dropped, OriginalCount = keptCount };
    }

    private (long Total, int Listed) Sum(NodeTotals[] nodes)
    {
        long total = 0;
        int listed = 0;
        foreach (ref var node in nodes.AsSpan())
        {
            if (node.IsListed(_options.DropNegative))
            {
                total = unchecked(total + node.Flat);
                listed++;
            }
        }

        return (total, listed);
    }

    /// <summary>Picks the nodes of enough weight; null where that is all of them.</summary>
    private bool[]? Keep(NodeTotals[] nodes, long cutoff, out int count)
    {
        bool[] kept = new bool[nodes.Length];
        count = 0;
        bool isAll = true;
        for (int i = 0; i < nodes.Length; i++)
        {
            if (nodes[i].IsListed(_options.DropNegative))
            {
                kept[i] = GoNumber.Abs(nodes[i].Cum) >= cutoff;
                count += kept[i] ? 1 : 0;
                isAll &= kept[i];
            }
        }

        return isAll ? null : kept;
    }

    private CallGraph BuildPlain(NodeTotals[] totals, bool[]? kept, long edgeCutoff)
    {
        // A node's own weights do not change when others are dropped, so the choice needs no second walk.
        var graph = new GraphDraft(_index, totals, kept, _options.DropNegative);
        GraphOrder.Sort(graph.Nodes, _options.SortByCum);
        if (_options.NodeCount > 0 && graph.Nodes.Count > _options.NodeCount)
        {
            kept = graph.KeepFirst(_options.NodeCount);
            graph = new GraphDraft(_index, totals, kept, _options.DropNegative);
            GraphOrder.Sort(graph.Nodes, _options.SortByCum);
        }

        // A table of nodes shows no edges, but whether a function is inlined is the edges' to say.
        bool isTable = _options.Format is ReportFormat.Text or ReportFormat.TopProto or ReportFormat.Json or ReportFormat.Markdown;
        int dropped = 0;
        if (!isTable || _index.HasInlines)
        {
            var filter = isTable ? new EdgeFilter(_index.MarkInlined(), null) : MatchNodes(graph);
            dropped = graph.AddEdges(new GraphAccumulator(_profile, _options, _index).AddEdges(kept, filter), edgeCutoff);
        }

        return new CallGraph { Nodes = graph.Nodes, DroppedEdges = dropped };
    }

    /// <summary>Picks the edges from and to the nodes that will be looked at; null where that is all of them.</summary>
    private EdgeFilter? MatchNodes(GraphDraft graph)
    {
        if (_wanted is null)
        {
            return null;
        }

        bool[] matched = new bool[_index.Count];
        foreach (var node in graph.Nodes)
        {
            matched[graph.NumberOf(node)] = _wanted.IsMatch(node.PrintableName);
        }

        return new EdgeFilter(matched, matched);
    }

    private CallGraph BuildVisual(NodeTotals[] totals, bool[]? kept, long nodeCutoff, long edgeCutoff)
    {
        var accumulator = new GraphAccumulator(_profile, _options, _index);
        var edges = accumulator.AddEdges(kept);
        var graph = new GraphDraft(_index, totals, kept, _options.DropNegative);
        graph.SortBy(EntropyScores.Compute(totals, edges));
        int most = _options.NodeCount > 0 ? Math.Min(_options.NodeCount, graph.Nodes.Count) : graph.Nodes.Count;
        new TagAccumulator(_profile, _options, _index).AddTo(graph, graph.Nodes[..most], nodeCutoff);

        // Where nodes are to be chosen, light edges go before; those of a graph that is rebuilt then count anew, others do not.
        bool countsEdges = _options.NodeCount <= 0;
        if (_options.NodeCount > 0)
        {
            int count = VisibleCount(graph.Nodes, _options.NodeCount);
            if (count != graph.Nodes.Count)
            {
                kept = graph.KeepFirst(count);
                edges = accumulator.AddEdges(kept);
                var chosen = new GraphDraft(_index, totals, kept, _options.DropNegative);
                chosen.SortBy(EntropyScores.Compute(totals, edges));
                chosen.TakeTags(graph);
                graph = chosen;
                countsEdges = true;
            }
        }

        int droppedEdges = graph.AddEdges(edges, edgeCutoff);
        GraphTrimming.DropRedundantEdges(graph.Nodes);
        return new CallGraph { Nodes = graph.Nodes, DroppedEdges = countsEdges ? droppedEdges : 0 };
    }

    private CallGraph BuildTree()
    {
        var nodes = new CallTreeAccumulator(_profile, _options, _index).Build();
        long total = TotalOf(nodes);
        long nodeCutoff = Cutoff(total, _options.NodeFraction);
        long edgeCutoff = Cutoff(total, _options.EdgeFraction);
        int dropped = 0;
        if (nodeCutoff > 0)
        {
            var kept = nodes.Where(node => GoNumber.Abs(node.Cum) >= nodeCutoff).ToHashSet();
            dropped = nodes.Count - kept.Count;
            nodes = dropped == 0 ? nodes : GraphTrimming.TrimTree(nodes, kept);
        }

        int original = nodes.Count;
        SortTree(nodes);
        if (_options.NodeCount > 0)
        {
            GraphTrimming.DropLightTags(nodes, nodeCutoff);
            GraphTrimming.DropLightEdges(nodes, edgeCutoff);
            int count = _isVisual ? VisibleCount(nodes, _options.NodeCount) : Math.Min(_options.NodeCount, nodes.Count);
            if (count != nodes.Count)
            {
                nodes = GraphTrimming.TrimTree(nodes, [.. nodes.Take(count)]);
                SortTree(nodes);
            }
        }

        GraphTrimming.DropLightTags(nodes, nodeCutoff);
        int droppedEdges = GraphTrimming.DropLightEdges(nodes, edgeCutoff);
        if (_isVisual)
        {
            GraphTrimming.DropRedundantEdges(nodes);
        }

        return new CallGraph { Nodes = nodes, OriginalCount = original, DroppedNodes = dropped, DroppedEdges = droppedEdges };
    }

    private void SortTree(List<GraphNode> nodes)
    {
        if (_isVisual)
        {
            GraphOrder.SortByEntropy(nodes);
        }
        else
        {
            GraphOrder.Sort(nodes, _options.SortByCum);
        }
    }

    /// <summary>Counts how many nodes fit when their tags count as nodes too.</summary>
    private static int VisibleCount(List<GraphNode> nodes, int most)
    {
        int shown = 0;
        for (int i = 0; i < nodes.Count; i++)
        {
            shown += 1 + Math.Min(GraphTrimming.CountFlatTags(nodes[i]), MostNodelets);
            if (shown >= most)
            {
                return i + 1;
            }
        }

        return Math.Min(most, nodes.Count);
    }
}
