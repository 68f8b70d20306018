using System.Globalization;
using System.Net;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Source with the weight of each line, each line with its instructions behind a click: one HTML page that asks for nothing.</summary>
public static class WebListReport
{
    private const int ValueWidth = 10;
    private const int LineWidth = 6;
    private const long Margin = 5;

    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; margin: 1.5rem; }
        h1 { font-size: 1.4rem; margin: 0; }
        h2 { font-size: 1.1rem; margin: 2rem 0 0; overflow-wrap: anywhere; }
        p { margin: 0.2rem 0; opacity: 0.75; overflow-wrap: anywhere; }
        pre { font: 13px/1.45 ui-monospace, monospace; overflow-x: auto; tab-size: 4; margin: 0.5rem 0; }
        pre { padding-left: 1.2rem; }
        summary { cursor: pointer; list-style: none; position: relative; }
        summary::before { content: "\25b8"; position: absolute; left: -1.1rem; }
        details[open] > summary::before { content: "\25be"; }
        summary::-webkit-details-marker { display: none; }
        summary:hover, summary:focus-visible { background: color-mix(in srgb, currentColor 12%, transparent); }
        details[open] > summary { font-weight: 600; }
        .i { opacity: 0.75; }
        .w { background: color-mix(in srgb, #d33 14%, transparent); }
        """;

    /// <summary>Writes the page.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="profile">The profile, for the header.</param>
    /// <param name="options">The options.</param>
    /// <param name="nodes">The wanted nodes of a graph of addresses.</param>
    /// <param name="assembly">The functions of binaries that the nodes lie in; none where there is no disassembler.</param>
    /// <param name="source">Reads a source file: its lines, or why it cannot be read.</param>
    public static void Write(
        ReportWriter writer,
        Profile profile,
        ReportOptions options,
        IReadOnlyList<GraphNode> nodes,
        IReadOnlyList<DisassembledFunction> assembly,
        Func<string, (IReadOnlyList<string> Lines, string? Error)> source)
    {
        string title = options.Title.Length > 0 ? $"{options.Title} {options.SampleType}" : options.SampleType;
        writer.WriteLine($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>{Html(title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n<h1>{Html(title)}</h1>");
        foreach (string line in ReportHeader.DescribeProfile(profile, options))
        {
            writer.WriteLine($"<p>{Html(line)}</p>");
        }

        writer.WriteLine($"<p>Total: {Html(options.FormatValue(options.Total))}. Columns: flat, cum, line. A line with weight shows its instructions when it is clicked.</p>");
        var instructions = assembly
            .SelectMany(static function => WeighedInstruction.WeighWithPaths(function))
            .Where(static weighed => weighed.Instruction.Line > 0)
            .ToLookup(static weighed => (weighed.Instruction.File, weighed.Instruction.Line));
        foreach (var function in nodes.GroupBy(static node => (node.Info.Name, node.Info.File)).OrderByDescending(static group => group.Sum(static node => Math.Abs(node.CumValue))))
        {
            WriteFunction(writer, options, [.. function], source(function.Key.File), line => instructions[(function.Key.File, line)]);
        }

        writer.WriteLine("</body>\n</html>");
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);

    private static void WriteFunction(
        ReportWriter writer,
        ReportOptions options,
        IReadOnlyList<GraphNode> nodes,
        (IReadOnlyList<string> Lines, string? Error) source,
        Func<long, IEnumerable<WeighedInstruction>> instructions)
    {
        var info = nodes[0].Info;
        long flat = nodes.Sum(static node => node.FlatValue);
        long cum = nodes.Sum(static node => node.CumValue);
        writer.WriteLine($"<h2>{Html(info.Name)}</h2>");
        writer.WriteLine($"<p>{Html(info.File)}: flat {Html(options.FormatValue(flat))}, cum {Html(options.FormatValue(cum))}, {Measurement.Percentage(cum, options.Total).Trim()} of the total</p>");
        if (source.Error is not null)
        {
            writer.WriteLine($"<p>{Html(source.Error)}</p>");
        }

        var byLine = nodes.ToLookup(static node => node.Info.Line);
        var shown = source.Error is null ? Lines(nodes, source.Lines.Count) : byLine.Select(static group => group.Key).Order();
        writer.WriteLine("<pre>");
        foreach (long line in shown)
        {
            string text = source.Error is null ? source.Lines[(int)line - 1] : string.Empty;
            WriteLine(writer, options, line, text, [.. byLine[line]], [.. instructions(line)]);
        }

        writer.WriteLine("</pre>");
    }

    private static IEnumerable<long> Lines(IReadOnlyList<GraphNode> nodes, int count)
    {
        long start = Math.Max(1, nodes.Min(static node => node.Info.StartLine != 0 ? node.Info.StartLine : node.Info.Line - Margin));
        long end = Math.Min(nodes.Max(static node => node.Info.Line) + Margin, count);
        for (long line = start; line <= end; line++)
        {
            yield return line;
        }
    }

    private static void WriteLine(
        ReportWriter writer, ReportOptions options, long line, string text, IReadOnlyList<GraphNode> nodes, IReadOnlyList<WeighedInstruction> instructions)
    {
        string row = string.Create(CultureInfo.InvariantCulture, $"{Values(options, nodes.Sum(static node => node.FlatValue), nodes.Sum(static node => node.CumValue))} {line,LineWidth}  {text}");
        string mark = nodes.Count > 0 ? " class=\"w\"" : string.Empty;
        if (instructions.Count == 0)
        {
            writer.WriteLine($"<span{mark}>{Html(row)}</span>");
            return;
        }

        writer.Write($"<details><summary{mark}>{Html(row)}</summary>");
        foreach (var (instruction, flat, cum) in instructions)
        {
            string assembly = string.Create(CultureInfo.InvariantCulture, $"{Values(options, flat, cum)} {string.Empty,LineWidth}    {instruction.Address:x}: {instruction.Text}");
            writer.WriteLine($"<span class=\"i\">{Html(assembly)}</span>");
        }

        writer.Write("</details>");
    }

    private static string Values(ReportOptions options, long flat, long cum) =>
        $"{(flat == 0 ? "." : options.FormatValue(flat)),ValueWidth} {(cum == 0 ? "." : options.FormatValue(cum)),ValueWidth}";
}
