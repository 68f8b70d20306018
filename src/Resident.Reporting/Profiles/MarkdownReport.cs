using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The table of nodes in Markdown, to paste into an issue.</summary>
public static class MarkdownReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, CallGraph graph)
    {
        options = OutputUnit.Choose(options, graph);
        foreach (string line in ReportHeader.DescribeGraph(profile, options, graph, isFull: false))
        {
            writer.WriteLine($"- {line.Trim()}");
        }

        writer.WriteLine(string.Empty);
        writer.WriteLine("| flat | flat% | cum | cum% | function |");
        writer.WriteLine("|---:|---:|---:|---:|---|");
        foreach (var node in graph.Nodes)
        {
            string flat = $"{options.FormatValue(node.FlatValue)} | {Measurement.Percentage(node.FlatValue, options.Total).Trim()}";
            string cum = $"{options.FormatValue(node.CumValue)} | {Measurement.Percentage(node.CumValue, options.Total).Trim()}";
            string name = node.PrintableName.Replace("|", "\\|", StringComparison.Ordinal);
            writer.WriteLine($"| {flat} | {cum} | `{name}` |");
        }
    }
}
