using System.Globalization;
using System.Text;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The lines above a report: what the profile is, and what was left out.</summary>
public static class ReportHeader
{
    private const int MostFilterBytes = 80;
    private const string HelpLine = "\nSee https://git.io/JfYMW for how to read the graph";

    /// <summary>Describes the profile, a line an element.</summary>
    public static IReadOnlyList<string> DescribeProfile(Profile profile, ReportOptions options)
    {
        var lines = new List<string>();
        if (profile.Mappings is [var main, ..])
        {
            Add(lines, "File: ", main.File.Length > 0 ? ProfilePath.BaseName(main.File) : string.Empty);
            Add(lines, "Build ID: ", main.BuildId);
        }

        lines.AddRange(profile.Comments.Where(static comment => !comment.StartsWith('#')));
        Add(lines, "Type: ", options.SampleType);
        Add(lines, "Doc: ", profile.DocumentationLink);
        if (profile.TimeNanoseconds != 0)
        {
            lines.Add("Time: " + GoTime.Format(profile.TimeNanoseconds, options.TimeZone));
        }

        if (profile.DurationNanoseconds != 0)
        {
            lines.Add(DescribeDuration(profile, options));
        }

        return lines;
    }

    /// <summary>Describes the profile and what a graph shows of it, a line an element.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The report's options; its unit is chosen already.</param>
    /// <param name="graph">The graph.</param>
    /// <param name="isFull">Whether edges are shown, and how to read them.</param>
    public static IReadOnlyList<string> DescribeGraph(Profile profile, ReportOptions options, CallGraph graph, bool isFull)
    {
        var lines = isFull || !options.CompactLabels ? [.. DescribeProfile(profile, options)] : new List<string>();
        if (!options.ActiveFilters.IsEmpty)
        {
            lines.Add("Active filters:");
            lines.AddRange(options.ActiveFilters.Select(static filter => "   " + Shorten(filter)));
        }

        long flat = 0;
        foreach (var node in graph.Nodes)
        {
            flat = unchecked(flat + node.FlatValue);
        }

        lines.Add($"Showing nodes accounting for {options.FormatValue(flat)}, {Measurement.Percentage(flat, options.Total).Trim()} of {options.FormatValue(options.Total)} total");
        if (options.Total != 0)
        {
            AddDropped(lines, options, graph.DroppedNodes, "node", "cum", options.NodeFraction);
            AddDropped(lines, options, isFull ? graph.DroppedEdges : 0, "edge", "freq", options.EdgeFraction);
            if (graph.Nodes.Count > 0 && graph.Nodes.Count < graph.OriginalCount)
            {
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"Showing top {graph.Nodes.Count} nodes out of {graph.OriginalCount}"));
            }
        }

        if (isFull)
        {
            lines.Add(HelpLine);
        }

        return lines;
    }

    private static void Add(List<string> lines, string name, string value)
    {
        if (value.Length > 0)
        {
            lines.Add(name + value);
        }
    }

    private static string DescribeDuration(Profile profile, ReportOptions options)
    {
        string duration = Measurement.Label(profile.DurationNanoseconds, "nanoseconds");
        var (nanoseconds, unit) = Measurement.Scale(options.Total, options.SampleUnit, "nanoseconds");
        string ratio = unit is "ns" && nanoseconds != 0
            ? $"({Measurement.Percentage(GoNumber.ToInt64(nanoseconds), profile.DurationNanoseconds)})"
            : string.Empty;
        return $"Duration: {duration}, Total samples = {options.FormatValue(options.Total)} {ratio}";
    }

    private static void AddDropped(List<string> lines, ReportOptions options, int count, string what, string weight, double fraction)
    {
        if (count > 0)
        {
            long cutoff = GoNumber.Abs(GoNumber.ToInt64(options.Total * fraction));
            string plural = count > 1 ? "s" : string.Empty;
            lines.Add(string.Create(CultureInfo.InvariantCulture, $"Dropped {count} {what}{plural} ({weight} <= {options.FormatValue(cutoff)})"));
        }
    }

    /// <summary>Cuts after bytes, as pprof does, even in the middle of a letter.</summary>
    private static string Shorten(string filter)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(filter.Length)];
        int length = ProfileText.Encode(filter, bytes);
        return length > MostFilterBytes ? ProfileText.Decode(bytes.AsSpan(0, MostFilterBytes)) + "…" : filter;
    }
}
