using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The table of nodes that -top and -text print.</summary>
public static class TextReport
{
    private const int ValueWidth = 10;

    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, CallGraph graph)
    {
        options = OutputUnit.Choose(options, graph);
        writer.WriteLine(string.Join('\n', ReportHeader.DescribeGraph(profile, options, graph, isFull: false)));
        writer.WriteLine("      flat  flat%   sum%        cum   cum%");
        long sum = 0;
        foreach (var node in graph.Nodes)
        {
            long flat = node.FlatValue;
            long cum = node.CumValue;
            sum = unchecked(sum + flat);
            writer.WriteRight(options.FormatValue(flat), ValueWidth);
            writer.Write(" ");
            writer.Write(Measurement.Percentage(flat, options.Total));
            writer.Write(" ");
            writer.Write(Measurement.Percentage(sum, options.Total));
            writer.Write(" ");
            writer.WriteRight(options.FormatValue(cum), ValueWidth);
            writer.Write(" ");
            writer.Write(Measurement.Percentage(cum, options.Total));
            writer.Write("  ");
            writer.Write(node.PrintableName);
            string mark = InlineMark.Of(node);
            writer.WriteLine(mark.Length > 0 ? " " + mark : mark);
        }
    }
}
