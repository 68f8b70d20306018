using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The call graph in the language of graphviz: what -dot prints.</summary>
public sealed class DotReport
{
    private const int LeastFont = 8;
    private const double FontGrowth = 16;

    private readonly ReportWriter _writer;
    private readonly ReportOptions _options;
    private readonly CallGraph _graph;
    private readonly DotTags _tags;

    private DotReport(ReportWriter writer, ReportOptions options, CallGraph graph)
    {
        _writer = writer;
        _options = options;
        _graph = graph;
        _tags = new DotTags(writer, options);
    }

    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, CallGraph graph)
    {
        options = OutputUnit.Choose(options, graph);
        new DotReport(writer, options, graph).Write(ReportHeader.DescribeGraph(profile, options, graph, isFull: true));
    }

    /// <summary>Makes a text fit between quotation marks.</summary>
    internal static string Escape(string text) =>
        text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\l", StringComparison.Ordinal);

    private void Write(IReadOnlyList<string> labels)
    {
        string title = _options.Title.Length > 0 ? _options.Title : "unnamed";
        _writer.WriteLine($"digraph \"{title}\" {{");
        _writer.WriteLine("node [style=filled fillcolor=\"#f8f8f8\"]");
        WriteLegend(labels);
        if (_graph.Nodes.Count > 0)
        {
            WriteGraph();
        }

        _writer.WriteLine("}");
    }

    private void WriteLegend(IReadOnlyList<string> labels)
    {
        if (labels.Count == 0)
        {
            return;
        }

        _writer.Write($"subgraph cluster_L {{ \"{Escape(labels[0])}\" [shape=box fontsize=16");
        _writer.Write($" label=\"{string.Join("\\l", labels.Select(Escape))}\\l\"");
        if (_options.Title.Length > 0)
        {
            _writer.Write($" tooltip=\"{_options.Title}\"");
        }

        _writer.WriteLine("] }");
    }

    private void WriteGraph()
    {
        var ids = new Dictionary<GraphNode, int>();
        double most = 0;
        foreach (var node in _graph.Nodes)
        {
            ids[node] = ids.Count + 1;
            most = Math.Max(most, GoNumber.Abs(node.FlatValue));
        }

        var withTags = new HashSet<GraphNode>();
        foreach (var node in _graph.Nodes)
        {
            WriteNode(node, ids[node], most);
            if (_tags.Write(node, ids[node]))
            {
                withTags.Add(node);
            }
        }

        foreach (var edge in EdgeOrder.Sort(_graph.Nodes.SelectMany(static node => node.Outgoing)))
        {
            WriteEdge(edge, ids.GetValueOrDefault(edge.Source), ids.GetValueOrDefault(edge.Target), withTags.Contains(edge.Source));
        }
    }

    private void WriteNode(GraphNode node, int id, double most)
    {
        long flat = node.FlatValue;
        long cum = node.CumValue;
        string flatText = _options.FormatValue(flat);
        string cumText = flatText;
        string label = MultilineName(node.Info) + (flat != 0 ? $"{flatText} ({Share(flat)})" : "0");
        if (cum != flat)
        {
            cumText = _options.FormatValue(cum);
            label += (flat != 0 ? "\\n" : " ") + $"of {cumText} ({Share(cum)})";
        }

        int font = LeastFont;
        if (most != 0 && flat != 0 && GoNumber.Abs(flat) <= most)
        {
            font += (int)Math.Ceiling(FontGrowth * Math.Sqrt(GoNumber.Abs(flat) / most));
        }

        double score = (double)cum / GoNumber.Abs(_options.Total);
        _writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"N{id} [label=\"{label}\" id=\"node{id}\" fontsize={font} shape=box tooltip=\"{Escape(node.PrintableName)} ({cumText})\" color=\"{DotColor.Of(score, false)}\" fillcolor=\"{DotColor.Of(score, true)}\"]"));
    }

    private string Share(long value) => Measurement.Percentage(value, _options.Total).Trim();

    private static string MultilineName(GraphNodeInfo info)
    {
        string name = Escape(FunctionName.Shorten(info.Name))
            .Replace("::", "\\n", StringComparison.Ordinal)
            .Replace("[...]", "[…]", StringComparison.Ordinal)
            .Replace(".", "\\n", StringComparison.Ordinal);
        string file = info.File.Length > 0 ? ProfilePath.BaseName(info.File) : string.Empty;
        return info.Describe("\\n", name, file) + "\\n";
    }

    private void WriteEdge(GraphEdge edge, int from, int to, bool hasTags)
    {
        string weight = _options.FormatValue(edge.WeightValue);
        string attributes = $"label=\" {weight}{(edge.IsInline ? "\\n (inline)" : string.Empty)}\"";
        if (_options.Total != 0)
        {
            long value = edge.WeightValue;
            long heavy = 1 + Math.Min(GoNumber.Abs(unchecked(value * 100) / _options.Total), 100);
            long wide = 1 + Math.Min(GoNumber.Abs(unchecked(value * 5) / _options.Total), 5);
            attributes += heavy > 1 ? string.Create(CultureInfo.InvariantCulture, $" weight={heavy}") : string.Empty;
            attributes += wide > 1 ? string.Create(CultureInfo.InvariantCulture, $" penwidth={wide}") : string.Empty;
            attributes += $" color=\"{DotColor.Of((double)value / GoNumber.Abs(_options.Total), false)}\"";
        }

        string arrow = edge.IsResidual ? "..." : "->";
        string tooltip = $"\"{Escape(edge.Source.PrintableName)} {arrow} {Escape(edge.Target.PrintableName)} ({weight})\"";
        attributes += $" tooltip={tooltip} labeltooltip={tooltip}";
        attributes += edge.IsResidual ? " style=\"dotted\"" : string.Empty;
        attributes += hasTags ? " minlen=2" : string.Empty;
        _writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"N{from} -> N{to} [{attributes}]"));
    }
}
