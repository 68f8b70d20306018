using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The small boxes beside a graph's nodes that show labels.</summary>
internal sealed class DotTags
{
    private const int MostTags = 4;

    private readonly ReportWriter _writer;
    private readonly ReportOptions _options;

    public DotTags(ReportWriter writer, ReportOptions options)
    {
        _writer = writer;
        _options = options;
    }

    /// <summary>Writes the boxes of a node. False where there are none.</summary>
    public bool Write(GraphNode node, int id)
    {
        bool isFlat = node.Outgoing.Count > 0;
        bool any = false;
        int i = 0;
        foreach (var tag in Sort(node.TextTags, isFlat).Take(MostTags))
        {
            string name = string.Create(CultureInfo.InvariantCulture, $"{id}_{i++}");
            long weight = isFlat ? tag.FlatValue : tag.CumValue;
            if (weight == 0)
            {
                continue;
            }

            any = true;
            WriteTag($"N{id.ToString(CultureInfo.InvariantCulture)}", $"N{name}", tag.Name, _options.FormatValue(weight), string.Empty);
            if (node.NumberTags.TryGetValue(tag.Name, out var numbers))
            {
                any |= WriteNumbers(numbers, isFlat, $"N{name}");
            }
        }

        return (node.NumberTags.TryGetValue(string.Empty, out var alone)
            && WriteNumbers(alone, isFlat, $"N{id.ToString(CultureInfo.InvariantCulture)}")) || any;
    }

    /// <summary>Sorts tags by weight, then name.</summary>
    internal static List<GraphTag> Sort(IEnumerable<GraphTag> tags, bool isFlat)
    {
        List<GraphTag> sorted = [.. tags];
        sorted.Sort((left, right) =>
        {
            int order = isFlat ? 0 : GoNumber.Abs(right.Cum).CompareTo(GoNumber.Abs(left.Cum));
            order = order != 0 ? order : GoNumber.Abs(right.Flat).CompareTo(GoNumber.Abs(left.Flat));
            return order != 0 ? order : ProfileText.Compare(left.Name, right.Name);
        });
        return sorted;
    }

    private static double Distance(GraphTag tag, GraphTag other) =>
        Math.Abs(Measurement.Scale(other.Number, other.Unit, tag.Unit).Value - tag.Number);

    private static GraphTag Join(List<GraphTag> group)
    {
        if (group.Count == 1)
        {
            var tag = group[0];
            return new GraphTag { Name = Measurement.Label(tag.Number, tag.Unit), Flat = tag.FlatValue, Cum = tag.CumValue };
        }

        var least = group[0];
        var most = group[0];
        var sum = new GraphTag { Name = string.Empty };
        foreach (var tag in group)
        {
            least = GoNumber.ToInt64(Measurement.Scale(tag.Number, tag.Unit, least.Unit).Value) < least.Number ? tag : least;
            most = GoNumber.ToInt64(Measurement.Scale(tag.Number, tag.Unit, most.Unit).Value) > most.Number ? tag : most;
            unchecked
            {
                sum.Flat += tag.Flat;
                sum.FlatDivisor += tag.FlatDivisor;
                sum.Cum += tag.Cum;
                sum.CumDivisor += tag.CumDivisor;
            }
        }

        string name = $"{Measurement.Label(least.Number, least.Unit)}..{Measurement.Label(most.Number, most.Unit)}";
        return new GraphTag { Name = name, Flat = sum.FlatValue, Cum = sum.CumValue };
    }

    private static List<GraphTag> Collapse(IEnumerable<GraphTag> tags, bool isFlat)
    {
        var sorted = Sort(tags, isFlat);
        if (sorted.Count <= MostTags)
        {
            return sorted;
        }

        List<List<GraphTag>> groups = [.. sorted.Take(MostTags).Select(static tag => new List<GraphTag> { tag })];
        foreach (var tag in sorted.Skip(MostTags))
        {
            var nearest = groups[0];
            foreach (var group in groups.Skip(1))
            {
                nearest = Distance(tag, group[0]) < Distance(tag, nearest[0]) ? group : nearest;
            }

            nearest.Add(tag);
        }

        return Sort(groups.Select(Join), isFlat);
    }

    private bool WriteNumbers(IList<GraphTag> tags, bool isFlat, string source)
    {
        bool any = false;
        int i = 0;
        foreach (var tag in Collapse(tags, isFlat))
        {
            bool showsFlat = isFlat || tag.FlatValue == tag.CumValue;
            long weight = showsFlat ? tag.FlatValue : tag.CumValue;
            string id = string.Create(CultureInfo.InvariantCulture, $"N{source}_{i++}");
            if (weight != 0)
            {
                any = true;
                WriteTag(source, id, tag.Name, _options.FormatValue(weight), showsFlat ? string.Empty : " style=\"dotted\"");
            }
        }

        return any;
    }

    private void WriteTag(string source, string id, string name, string weight, string style)
    {
        _writer.WriteLine($"{id} [label = \"{name}\" id=\"{id}\" fontsize=8 shape=box3d tooltip=\"{weight}\"]");
        _writer.WriteLine($"{source} -> {id} [label=\" {weight}\" weight=100 tooltip=\"{weight}\" labeltooltip=\"{weight}\"{style}]");
    }
}
