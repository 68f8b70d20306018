namespace Resident.Model.Profiles;

/// <summary>The order that edges are listed in.</summary>
public static class EdgeOrder
{
    /// <summary>Sorts edges by weight, then by the names of caller and callee. The given list stays as it is.</summary>
    public static IReadOnlyList<GraphEdge> Sort(IEnumerable<GraphEdge> edges)
    {
        List<GraphEdge> sorted = [.. edges];
        sorted.Sort(static (left, right) =>
        {
            int order = GoNumber.Abs(right.Weight).CompareTo(GoNumber.Abs(left.Weight));
            order = order != 0 ? order : ProfileText.Compare(left.Source.PrintableName, right.Source.PrintableName);
            order = order != 0 ? order : ProfileText.Compare(left.Target.PrintableName, right.Target.PrintableName);
            order = order != 0 ? order : ProfileText.Compare(left.Source.Info.ToSortKey(), right.Source.Info.ToSortKey());
            return order != 0 ? order : ProfileText.Compare(left.Target.Info.ToSortKey(), right.Target.Info.ToSortKey());
        });
        return sorted;
    }
}
