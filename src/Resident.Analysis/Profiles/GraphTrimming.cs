using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Takes light and redundant parts out of a graph.</summary>
internal static class GraphTrimming
{
    /// <summary>Drops the edges below a weight that lead to listed nodes, and counts them.</summary>
    public static int DropLightEdges(List<GraphNode> nodes, long cutoff)
    {
        int dropped = 0;
        foreach (var node in nodes)
        {
            for (int i = node.Incoming.Count - 1; i >= 0; i--)
            {
                var edge = node.Incoming[i];
                if (GoNumber.Abs(edge.Weight) < cutoff)
                {
                    node.Incoming.RemoveAt(i);
                    edge.Source.Outgoing.Remove(edge);
                    dropped++;
                }
            }
        }

        return dropped;
    }

    /// <summary>Drops the tags below a weight.</summary>
    public static void DropLightTags(List<GraphNode> nodes, long cutoff)
    {
        foreach (var node in nodes)
        {
            DropLight(node.TextTags, cutoff);
            foreach (var tags in node.NumberTags.Values)
            {
                DropLight(tags, cutoff);
            }
        }
    }

    /// <summary>Counts the tags that have weight in the node itself.</summary>
    public static int CountFlatTags(GraphNode node) =>
        node.TextTags.Count(static tag => tag.Flat != 0)
        + node.NumberTags.Values.Sum(static tags => tags.Count(static tag => tag.Flat != 0));

    /// <summary>Drops residual edges where another way leads from the same caller to the same callee, the lightest first.</summary>
    public static void DropRedundantEdges(List<GraphNode> nodes)
    {
        for (int i = nodes.Count - 1; i >= 0; i--)
        {
            var incoming = EdgeOrder.Sort(nodes[i].Incoming);
            for (int j = incoming.Count - 1; j >= 0 && incoming[j].IsResidual; j--)
            {
                var edge = incoming[j];
                if (HasOtherWay(edge))
                {
                    edge.Source.Outgoing.Remove(edge);
                    edge.Target.Incoming.Remove(edge);
                }
            }
        }
    }

    /// <summary>Takes nodes out of a tree; what hung below one hangs below its parent then.</summary>
    public static List<GraphNode> TrimTree(List<GraphNode> nodes, HashSet<GraphNode> kept)
    {
        var remaining = new List<GraphNode>(kept.Count);
        foreach (var node in nodes)
        {
            if (kept.Contains(node))
            {
                remaining.Add(node);
            }
            else if (node.Incoming.Count == 0)
            {
                foreach (var edge in node.Outgoing)
                {
                    edge.Target.Incoming.Remove(edge);
                }
            }
            else
            {
                var toNode = node.Incoming[0];
                var parent = toNode.Source;
                parent.Outgoing.Remove(toNode);
                foreach (var edge in node.Outgoing)
                {
                    edge.Source = parent;
                    edge.IsResidual = true;
                    edge.IsInline &= toNode.IsInline;
                    parent.Outgoing.Add(edge);
                }
            }
        }

        DropRedundantEdges(remaining);
        return remaining;
    }

    private static void DropLight(IList<GraphTag> tags, long cutoff)
    {
        for (int i = tags.Count - 1; i >= 0; i--)
        {
            if (GoNumber.Abs(tags[i].Flat) < cutoff && GoNumber.Abs(tags[i].Cum) < cutoff)
            {
                tags.RemoveAt(i);
            }
        }
    }

    private static bool HasOtherWay(GraphEdge edge)
    {
        var seen = new HashSet<GraphNode> { edge.Target };
        var queue = new Queue<GraphNode>(seen);
        while (queue.TryDequeue(out var node))
        {
            foreach (var incoming in node.Incoming)
            {
                if (ReferenceEquals(incoming, edge) || seen.Contains(incoming.Source))
                {
                    continue;
                }

                if (ReferenceEquals(incoming.Source, edge.Source))
                {
                    return true;
                }

                seen.Add(incoming.Source);
                queue.Enqueue(incoming.Source);
            }
        }

        return false;
    }
}
