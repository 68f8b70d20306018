using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Arguments;

/// <summary>All reports by their names.</summary>
internal static class PprofCommandTable
{
    /// <summary>The pseudo program that stands for whichever browser there is.</summary>
    public const string Browser = "browser";

    /// <summary>Gets the commands, in the order of their names.</summary>
    public static PprofCommandSpec[] All { get; } =
    [
        new() { Name = "callgrind", Format = ReportFormat.Callgrind, Extension = "callgraph.out", Help = "Outputs a graph in callgrind format" },
        new() { Name = "comments", Format = ReportFormat.Comments, Help = "Output all profile comments" },
        new() { Name = "disasm", Format = ReportFormat.Disassembly, HasParameter = true, Help = "Output assembly listings annotated with samples" },
        new() { Name = "dot", Format = ReportFormat.Dot, Help = "Outputs a graph in DOT format" },
        new() { Name = "eog", Format = ReportFormat.Dot, Graphviz = "svg", Viewers = ["eog"], Extension = "svg", Help = "Visualize graph through eog" },
        new() { Name = "evince", Format = ReportFormat.Dot, Graphviz = "pdf", Viewers = ["evince"], Extension = "pdf", Help = "Visualize graph through evince" },
        new() { Name = "flamegraph", Format = ReportFormat.FlameGraph, Extension = "html", Help = "Outputs a flame graph as one HTML file (Resident only)" },
        new() { Name = "folded", Format = ReportFormat.Folded, Help = "Outputs folded stacks (Resident only)" },
        new() { Name = "gif", Format = ReportFormat.Dot, Graphviz = "gif", Extension = "gif", Help = "Outputs a graph image in GIF format" },
        new() { Name = "gv", Format = ReportFormat.Dot, Graphviz = "ps", Viewers = ["gv --noantialias"], Extension = "ps", Help = "Visualize graph through gv" },
        new() { Name = "json", Format = ReportFormat.Json, Help = "Outputs top entries as JSON (Resident only)" },
        new() { Name = "list", Format = ReportFormat.List, HasParameter = true, Help = "Output annotated source for functions matching regexp" },
        new() { Name = "markdown", Format = ReportFormat.Markdown, Help = "Outputs top entries as a Markdown table (Resident only)" },
        new() { Name = "pdf", Format = ReportFormat.Dot, Graphviz = "pdf", Extension = "pdf", Help = "Outputs a graph in PDF format" },
        new() { Name = "peek", Format = ReportFormat.Tree, HasParameter = true, Help = "Output callers/callees of functions matching regexp" },
        new() { Name = "png", Format = ReportFormat.Dot, Graphviz = "png", Extension = "png", Help = "Outputs a graph image in PNG format" },
        new() { Name = "proto", Format = ReportFormat.Proto, Extension = "pb.gz", Help = "Outputs the profile in compressed protobuf format" },
        new() { Name = "ps", Format = ReportFormat.Dot, Graphviz = "ps", Extension = "ps", Help = "Outputs a graph in PS format" },
        new() { Name = "raw", Format = ReportFormat.Raw, Help = "Outputs a text representation of the raw profile" },
        new() { Name = "speedscope", Format = ReportFormat.Speedscope, Help = "Outputs a profile for speedscope (Resident only)" },
        new() { Name = "svg", Format = ReportFormat.Dot, Graphviz = "svg", Extension = "svg", Help = "Outputs a graph in SVG format" },
        new() { Name = "tags", Format = ReportFormat.Tags, Help = "Outputs all tags in the profile" },
        new() { Name = "text", Format = ReportFormat.Text, Help = "Outputs top entries in text form" },
        new() { Name = "top", Format = ReportFormat.Text, Help = "Outputs top entries in text form" },
        new() { Name = "topproto", Format = ReportFormat.TopProto, Extension = "pb.gz", Help = "Outputs top entries in compressed protobuf format" },
        new() { Name = "traces", Format = ReportFormat.Traces, Help = "Outputs all profile samples in text form" },
        new() { Name = "tree", Format = ReportFormat.Tree, Help = "Outputs a text rendering of call graph" },
        new() { Name = "web", Format = ReportFormat.Dot, Graphviz = "svg", Viewers = [Browser], Extension = "svg", Help = "Visualize graph through web browser" },
        new() { Name = "weblist", Format = ReportFormat.WebList, HasParameter = true, Viewers = [Browser], Extension = "html", Help = "Display annotated source in a web browser" },
    ];

    /// <summary>Finds a command, or returns null.</summary>
    public static PprofCommandSpec? Find(string name) => Array.Find(All, command => string.Equals(command.Name, name, StringComparison.Ordinal));

    /// <summary>Tells whether a format is ours alone, so that what pprof cannot read may be read for it.</summary>
    public static bool IsOurs(ReportFormat format) => format
        is ReportFormat.Folded or ReportFormat.Json or ReportFormat.Markdown or ReportFormat.Speedscope or ReportFormat.FlameGraph;
}
