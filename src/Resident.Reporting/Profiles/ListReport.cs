using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Source with the weight of each line: what -list prints.</summary>
public static class ListReport
{
    private const int ValueWidth = 10;
    private const long Margin = 5;

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="options">The options.</param>
    /// <param name="graph">The graph of lines.</param>
    /// <param name="wanted">Which functions to show.</param>
    /// <param name="source">Reads a source file: its lines, or why it cannot be read.</param>
    /// <returns>How many functions were shown.</returns>
    public static int Write(
        ReportWriter writer, ReportOptions options, CallGraph graph, Regex wanted, Func<string, (IReadOnlyList<string> Lines, string? Error)> source)
    {
        var functions = graph.Nodes
            .Where(node => wanted.IsMatch(node.Info.Name))
            .GroupBy(static node => node.Info.Name, StringComparer.Ordinal)
            .OrderBy(static group => group.Key, Comparer<string>.Create(ProfileText.Compare))
            .ToList();
        if (functions.Count == 0)
        {
            return 0;
        }

        var tried = new HashSet<string>(StringComparer.Ordinal);
        writer.WriteLine($"Total: {options.FormatValue(options.Total)}");
        foreach (var function in functions)
        {
            var files = function
                .Where(static node => node.Info.File.Length > 0)
                .GroupBy(static node => node.Info.File, StringComparer.Ordinal)
                .OrderBy(static group => group.Key, Comparer<string>.Create(ProfileText.Compare))
                .ToList();
            if (files.Count == 0)
            {
                writer.WriteLine($"No source information for {function.Key}");
            }

            foreach (var file in files)
            {
                WriteFile(writer, options, function.Key, [.. file.OrderBy(static node => node.Info.Line)], source, tried);
            }
        }

        return functions.Count;
    }

    private static void WriteFile(
        ReportWriter writer,
        ReportOptions options,
        string function,
        List<GraphNode> nodes,
        Func<string, (IReadOnlyList<string> Lines, string? Error)> read,
        HashSet<string> tried)
    {
        var (flat, cum) = Sum(nodes);
        writer.WriteLine($"ROUTINE ======================== {function} in {nodes[0].Info.File}");
        writer.WriteRight(options.FormatValue(flat), ValueWidth);
        writer.Write(" ");
        writer.WriteRight(options.FormatValue(cum), ValueWidth);
        writer.WriteLine($" (flat, cum) {Measurement.Percentage(cum, options.Total)} of Total");
        // Samples without a line can lie before their function's first line: then no line is asked for, and nothing can be missing.
        long start = Math.Max(1, nodes.Min(static node => node.Info.StartLine != 0 ? node.Info.StartLine : node.Info.Line - Margin));
        long end = nodes.Max(static node => node.Info.Line + Margin);
        if (start > end && !tried.Contains(nodes[0].Info.File))
        {
            return;
        }

        tried.Add(nodes[0].Info.File);
        var source = read(nodes[0].Info.File);
        if (source.Error is not null)
        {
            writer.WriteLine($" Error: {source.Error}");
            return;
        }

        var byLine = nodes.ToLookup(static node => node.Info.Line);
        end = Math.Min(end, source.Lines.Count);
        for (long line = start; line <= end; line++)
        {
            var (lineFlat, lineCum) = Sum(byLine[line]);
            writer.WriteRight(ValueOrDot(options, lineFlat), ValueWidth);
            writer.Write(" ");
            writer.WriteRight(ValueOrDot(options, lineCum), ValueWidth);
            writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $" {line,6}:{source.Lines[(int)line - 1]}"));
        }
    }

    private static (long Flat, long Cum) Sum(IEnumerable<GraphNode> nodes)
    {
        long flat = 0;
        long cum = 0;
        foreach (var node in nodes)
        {
            flat = unchecked(flat + node.Flat);
            cum = unchecked(cum + node.Cum);
        }

        return (flat, cum);
    }

    private static string ValueOrDot(ReportOptions options, long value) => value == 0 ? "." : options.FormatValue(value);
}
