using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Each node between its callers and its callees: what -tree and -peek print.</summary>
public static class TreeReport
{
    private const int ValueWidth = 10;
    private const int EdgeWidth = 50;
    private const string Separator = "----------------------------------------------------------+-------------";
    private const string Legend = "      flat  flat%   sum%        cum   cum%   calls calls% + context \t \t ";

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="wanted">Which nodes to show by their names, or null for all.</param>
    /// <returns>How many nodes were shown.</returns>
    public static int Write(ReportWriter writer, Profile profile, ReportOptions options, CallGraph graph, Regex? wanted)
    {
        options = OutputUnit.Choose(options, graph);
        writer.WriteLine(string.Join('\n', ReportHeader.DescribeGraph(profile, options, graph, isFull: false)));
        writer.WriteLine(Separator);
        writer.WriteLine(Legend);
        long sum = 0;
        int shown = 0;
        foreach (var node in graph.Nodes)
        {
            if (wanted is not null && !wanted.IsMatch(node.PrintableName))
            {
                continue;
            }

            shown++;
            sum = unchecked(sum + node.FlatValue);
            writer.WriteLine(Separator);
            WriteNode(writer, options, node, sum);
        }

        if (graph.Nodes.Count > 0)
        {
            writer.WriteLine(Separator);
        }

        return shown;
    }

    private static void WriteNode(ReportWriter writer, ReportOptions options, GraphNode node, long sum)
    {
        long cum = node.CumValue;
        foreach (var edge in EdgeOrder.Sort(node.Incoming))
        {
            WriteEdge(writer, options, edge, cum, edge.Source);
        }

        writer.WriteRight(options.FormatValue(node.FlatValue), ValueWidth);
        writer.Write(" ");
        writer.Write(Measurement.Percentage(node.FlatValue, options.Total));
        writer.Write(" ");
        writer.Write(Measurement.Percentage(sum, options.Total));
        writer.Write(" ");
        writer.WriteRight(options.FormatValue(cum), ValueWidth);
        writer.Write(" ");
        writer.Write(Measurement.Percentage(cum, options.Total));
        writer.Write("                | ");
        writer.WriteLine(node.PrintableName);
        foreach (var edge in EdgeOrder.Sort(node.Outgoing))
        {
            WriteEdge(writer, options, edge, cum, edge.Target);
        }
    }

    private static void WriteEdge(ReportWriter writer, ReportOptions options, GraphEdge edge, long cum, GraphNode other)
    {
        // The sum, even where nodes show means: pprof has it so.
        writer.WriteRight(options.FormatValue(edge.Weight), EdgeWidth);
        writer.Write(" ");
        writer.Write(Measurement.Percentage(edge.Weight, cum));
        writer.Write(" |   ");
        writer.Write(other.PrintableName);
        writer.WriteLine(edge.IsInline ? " (inline)" : string.Empty);
    }
}
