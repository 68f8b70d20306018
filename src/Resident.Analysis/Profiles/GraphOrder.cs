using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>The orders that nodes are listed in.</summary>
internal static class GraphOrder
{
    /// <summary>Sorts by weight, then name.</summary>
    public static void Sort(List<GraphNode> nodes, bool byCum)
    {
        if (byCum)
        {
            nodes.Sort(static (left, right) => Compare(GoNumber.Abs(left.Cum), GoNumber.Abs(right.Cum), GoNumber.Abs(left.Flat), GoNumber.Abs(right.Flat), left, right));
        }
        else
        {
            nodes.Sort(static (left, right) => Compare(GoNumber.Abs(left.Flat), GoNumber.Abs(right.Flat), GoNumber.Abs(left.Cum), GoNumber.Abs(right.Cum), left, right));
        }
    }

    /// <summary>Sorts by a score that favours entries, leaves and places where the graph branches.</summary>
    public static void SortByEntropy(List<GraphNode> nodes) => SortBy(nodes, EntropyScore);

    /// <summary>Sorts by a score, then name.</summary>
    public static void SortBy(List<GraphNode> nodes, Func<GraphNode, long> score)
    {
        var scores = new Dictionary<GraphNode, long>(nodes.Count);
        foreach (var node in nodes)
        {
            scores[node] = score(node);
        }

        nodes.Sort((left, right) =>
            Compare(GoNumber.Abs(scores[left]), GoNumber.Abs(scores[right]), GoNumber.Abs(left.Flat), GoNumber.Abs(right.Flat), left, right));
    }

    private static int Compare(long leftFirst, long rightFirst, long leftLast, long rightLast, GraphNode left, GraphNode right)
    {
        int order = rightFirst.CompareTo(leftFirst);
        if (order == 0)
        {
            order = ProfileText.Compare(left.PrintableName, right.PrintableName);
        }

        if (order == 0)
        {
            order = rightLast.CompareTo(leftLast);
        }

        return order != 0 ? order : ProfileText.Compare(left.Info.ToSortKey(), right.Info.ToSortKey());
    }

    private static long EntropyScore(GraphNode node)
    {
        double score = node.Incoming.Count == 0 ? 1 : EdgeScore(node.Incoming, 0);
        score += node.Outgoing.Count == 0 ? 1 : EdgeScore(node.Outgoing, node.Flat);
        return unchecked(GoNumber.ToInt64(score * node.Cum) + node.Flat);
    }

    private static double EdgeScore(IList<GraphEdge> edges, long self)
    {
        long total = self;
        foreach (var edge in edges)
        {
            total = unchecked(total + Math.Max(edge.Weight, 0));
        }

        if (total == 0)
        {
            return 0;
        }

        double score = 0;
        foreach (var edge in edges)
        {
            double part = (double)GoNumber.Abs(edge.Weight) / total;
            score -= part * Math.Log2(part);
        }

        if (self > 0)
        {
            double part = (double)self / total;
            score -= part * Math.Log2(part);
        }

        return score;
    }
}
