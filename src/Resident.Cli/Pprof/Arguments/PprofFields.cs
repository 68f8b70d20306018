using System.Globalization;

namespace Resident.Cli.Pprof.Arguments;

/// <summary>All settings, in the order of their names.</summary>
internal static class PprofFields
{
    /// <summary>Gets the settings.</summary>
    public static PprofField[] All { get; } =
    [
        Bool("call_tree", "Make each calling context a node of its own", static c => c.CallTree, static (c, v) => c with { CallTree = v }),
        Bool("compact_labels", "Keep headers short", static c => c.CompactLabels, static (c, v) => c with { CompactLabels = v }),
        Float("divide_by", "Divide all values by this number", static c => c.DivideBy, static (c, v) => c with { DivideBy = v }),
        Bool("drop_negative", "Leave out nodes of negative weight", static c => c.DropNegative, static (c, v) => c with { DropNegative = v }),
        Float("edgefraction", "Hide edges below this part of the total", static c => c.EdgeFraction, static (c, v) => c with { EdgeFraction = v }),
        Text("focus", "Keep the samples with a frame that matches", static c => c.Focus, static (c, v) => c with { Focus = v }),
        Choice("granularity", "What becomes one node", ["functions", "filefunctions", "files", "lines", "addresses"], static c => c.Granularity, static (c, v) => c with { Granularity = v }),
        Text("hide", "Take out the frames that match", static c => c.Hide, static (c, v) => c with { Hide = v }),
        Text("ignore", "Drop the samples with a frame that matches", static c => c.Ignore, static (c, v) => c with { Ignore = v }),
        Bool("intel_syntax", "Show assembly in Intel's syntax", static c => c.IntelSyntax, static (c, v) => c with { IntelSyntax = v }),
        Bool("mean", "Divide each value by the sample's first one", static c => c.Mean, static (c, v) => c with { Mean = v }),
        Int("nodecount", "Show at most this many nodes", static c => c.NodeCount, static (c, v) => c with { NodeCount = v }),
        Float("nodefraction", "Hide nodes below this part of the total", static c => c.NodeFraction, static (c, v) => c with { NodeFraction = v }),
        Bool("noinlines", "Count inlined functions as their callers", static c => c.NoInlines, static (c, v) => c with { NoInlines = v }),
        Bool("normalize", "Scale the profile to the base's total", static c => c.Normalize, static (c, v) => c with { Normalize = v }),
        Text("output", "Write the report into this file", static c => c.Output, static (c, v) => c with { Output = v }),
        Text("prune_from", "Drop everything below the frames that match", static c => c.PruneFrom, static (c, v) => c with { PruneFrom = v }),
        Bool("relative_percentages", "Take percentages of what the filters leave", static c => c.RelativePercentages, static (c, v) => c with { RelativePercentages = v }),
        Text("sample_index", "The value to show: a number or a name", static c => c.SampleIndex, static (c, v) => c with { SampleIndex = v }),
        Text("show", "Keep only the frames that match", static c => c.Show, static (c, v) => c with { Show = v }),
        Text("show_from", "Drop the frames above the topmost that matches", static c => c.ShowFrom, static (c, v) => c with { ShowFrom = v }),
        Bool("showcolumns", "Show columns beside lines", static c => c.ShowColumns, static (c, v) => c with { ShowColumns = v }),
        Choice("sort", "What nodes are sorted by", ["cum", "flat"], static c => c.Sort, static (c, v) => c with { Sort = v }),
        Text("source_path", "Folders to look for source in", static c => c.SourcePath, static (c, v) => c with { SourcePath = v }),
        Text("tagfocus", "Keep the samples with a tag in this range or that matches", static c => c.TagFocus, static (c, v) => c with { TagFocus = v }),
        Text("taghide", "Take out the tags with a key that matches", static c => c.TagHide, static (c, v) => c with { TagHide = v }),
        Text("tagignore", "Drop the samples with a tag in this range or that matches", static c => c.TagIgnore, static (c, v) => c with { TagIgnore = v }),
        Text("tagleaf", "Add the values of these tags as frames below the leaf", static c => c.TagLeaf, static (c, v) => c with { TagLeaf = v }),
        Text("tagroot", "Add the values of these tags as frames above the root", static c => c.TagRoot, static (c, v) => c with { TagRoot = v }),
        Text("tagshow", "Keep only the tags with a key that matches", static c => c.TagShow, static (c, v) => c with { TagShow = v }),
        Bool("trim", "Leave out light nodes and edges", static c => c.Trim, static (c, v) => c with { Trim = v }),
        Text("trim_path", "Prefixes to take off source paths", static c => c.TrimPath, static (c, v) => c with { TrimPath = v }),
        Text("unit", "The unit to show values in", static c => c.Unit, static (c, v) => c with { Unit = v }),
    ];

    /// <summary>Finds a setting by its name or by one of its choices, or returns null.</summary>
    public static PprofField? Find(string name) =>
        Array.Find(All, field => string.Equals(field.Name, name, StringComparison.Ordinal) || Array.Exists(field.Choices, choice => string.Equals(choice, name, StringComparison.Ordinal)));

    private static PprofField Text(string name, string help, Func<PprofConfig, string> get, Func<PprofConfig, string, PprofConfig> set) =>
        new() { Name = name, Help = help, Kind = "string", Get = get, Set = set };

    private static PprofField Choice(
        string name, string help, string[] choices, Func<PprofConfig, string> get, Func<PprofConfig, string, PprofConfig> set) => new()
        {
            Name = name,
            Help = help,
            Kind = "choice",
            Choices = choices,
            Get = get,
            Set = (config, text) => Array.Exists(choices, choice => string.Equals(choice, text, StringComparison.Ordinal))
                ? set(config, text)
                : throw new PprofErrorException($"invalid {GoText.Quote(name)} value {GoText.Quote(text)}"),
        };

    private static PprofField Bool(string name, string help, Func<PprofConfig, bool> get, Func<PprofConfig, bool, PprofConfig> set) => new()
    {
        Name = name,
        Help = help,
        Kind = "bool",
        Get = config => get(config) ? "true" : "false",
        Set = (config, text) => set(config, GoText.ParseBool(text) ?? throw new PprofErrorException($"illegal value {GoText.Quote(text)} for bool variable")),
    };

    private static PprofField Int(string name, string help, Func<PprofConfig, int> get, Func<PprofConfig, int, PprofConfig> set) => new()
    {
        Name = name,
        Help = help,
        Kind = "int",
        Get = config => get(config).ToString(CultureInfo.InvariantCulture),
        Set = (config, text) => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value)
            ? set(config, (int)Math.Clamp(value, int.MinValue, int.MaxValue))
            : throw new PprofErrorException($"strconv.Atoi: parsing {GoText.Quote(text)}: {Problem(text, isInteger: true)}"),
    };

    private static PprofField Float(string name, string help, Func<PprofConfig, double> get, Func<PprofConfig, double, PprofConfig> set) => new()
    {
        Name = name,
        Help = help,
        Kind = "float",
        Get = config => GoText.Format(get(config)),
        Set = (config, text) => set(
            config, GoText.ParseFloat(text) ?? throw new PprofErrorException($"strconv.ParseFloat: parsing {GoText.Quote(text)}: {Problem(text, isInteger: false)}")),
    };

    private static string Problem(string text, bool isInteger) => GoText.IsTooLarge(text, isInteger) ? "value out of range" : "invalid syntax";
}
