using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Scores nodes for graphs to look at: entries, leaves and places where the graph branches come first.</summary>
internal static class EntropyScores
{
    /// <summary>Computes the score of each node by its number.</summary>
    public static long[] Compute(NodeTotals[] nodes, EdgeTable edges)
    {
        long[] incoming = new long[nodes.Length];
        long[] outgoing = [.. nodes.Select(static node => node.Flat)];
        bool[] hasIncoming = new bool[nodes.Length];
        bool[] hasOutgoing = new bool[nodes.Length];
        for (int slot = 0; slot < edges.Capacity; slot++)
        {
            if (edges.TryGet(slot, out var edge))
            {
                hasIncoming[edge.Target] = true;
                hasOutgoing[edge.Source] = true;
                incoming[edge.Target] = unchecked(incoming[edge.Target] + Math.Max(edge.Weight, 0));
                outgoing[edge.Source] = unchecked(outgoing[edge.Source] + Math.Max(edge.Weight, 0));
            }
        }

        double[] scores = new double[nodes.Length];
        for (int slot = 0; slot < edges.Capacity; slot++)
        {
            if (edges.TryGet(slot, out var edge))
            {
                scores[edge.Target] -= Part(edge.Weight, incoming[edge.Target]);
                scores[edge.Source] -= Part(edge.Weight, outgoing[edge.Source]);
            }
        }

        long[] result = new long[nodes.Length];
        for (int i = 0; i < result.Length; i++)
        {
            double score = scores[i] + (hasIncoming[i] ? 0 : 1) + (hasOutgoing[i] ? 0 : 1);
            score -= hasOutgoing[i] && nodes[i].Flat > 0 ? Part(nodes[i].Flat, outgoing[i]) : 0;
            result[i] = unchecked(GoNumber.ToInt64(score * nodes[i].Cum) + nodes[i].Flat);
        }

        return result;
    }

    private static double Part(long weight, long total)
    {
        if (total == 0)
        {
            return 0;
        }

        double part = (double)GoNumber.Abs(weight) / total;
        return part * Math.Log2(part);
    }
}
