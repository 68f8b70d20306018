using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Output;

/// <summary>A profile made ready for one report, and the report's options.</summary>
internal sealed record PprofPlan(Profile Profile, ReportOptions Options, Regex? Wanted = null)
{
    private const int GraphNodes = 80;

    /// <summary>Applies what a command demands of the settings.</summary>
    public static PprofConfig Override(PprofCommandSpec command, PprofConfig config)
    {
        bool trim = config.Trim && command.Name is not ("disasm" or "weblist" or "peek" or "list")
            && command.Format is not (ReportFormat.Proto or ReportFormat.Raw or ReportFormat.Callgrind);
        config = command.Name switch
        {
            "disasm" => config with { Granularity = "addresses", NoInlines = true },
            "weblist" => config with { Granularity = "addresses", NoInlines = false },
            "list" => config with { Granularity = "lines" },
            "peek" => config,
            "text" or "top" or "topproto" or "json" or "markdown" => config with { NodeCount = config.NodeCount == -1 ? 0 : config.NodeCount },
            _ => config with { NodeCount = config.NodeCount == -1 ? GraphNodes : config.NodeCount },
        };
        if (command.Format is ReportFormat.Proto or ReportFormat.Raw or ReportFormat.Callgrind)
        {
            config = config with { Granularity = "addresses" };
        }

        return trim ? config : config with { NodeCount = 0, NodeFraction = 0, EdgeFraction = 0 };
    }

    /// <summary>Filters and aggregates a profile as the settings say.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="command">What will be made of it.</param>
    /// <param name="config">The settings, with what the command demands of them.</param>
    /// <param name="host">Where notices go.</param>
    /// <param name="parameter">The command's expression, or null.</param>
    /// <exception cref="PprofErrorException">A setting has a wrong value.</exception>
    public static PprofPlan Prepare(Profile profile, PprofCommandSpec command, PprofConfig config, PprofHost host, string? parameter = null)
    {
        var units = UnitsOf(profile, host);
        var filters = new PprofFilters(config, units, host);
        profile = filters.AddLabelFrames(profile);
        profile = config.RelativePercentages ? filters.Apply(profile) : profile;
        var options = OptionsOf(profile, command, config) with { TimeZone = host.TimeZone, LabelUnits = units };
        var wanted = parameter is null ? null : PprofFilters.Compile(parameter, $"argument regexp {parameter}");
        options = options with { Total = ProfileTotals.Compute(profile, options) };
        profile = config.RelativePercentages ? profile : filters.Apply(profile);
        profile = ProfileAggregation.Aggregate(profile, config.Granularity, !config.NoInlines, config.ShowColumns);
        return new PprofPlan(profile, options, wanted);
    }

    /// <summary>Makes the options of a report on a whole profile, whatever the filters say: what the shell greets with.</summary>
    /// <exception cref="PprofErrorException">A setting has a wrong value.</exception>
    public static ReportOptions Describe(Profile profile, PprofCommandSpec command, PprofConfig config, PprofHost host)
    {
        var units = UnitsOf(profile, host);
        var options = OptionsOf(profile, command, config) with { TimeZone = host.TimeZone, LabelUnits = units };
        return options with { Total = ProfileTotals.Compute(profile, options) };
    }

    private static ImmutableDictionary<string, string> UnitsOf(Profile profile, PprofHost host)
    {
        var notices = new List<string>();
        var units = LabelUnits.Find(profile, notices);
        notices.ForEach(host.Say);
        return units;
    }

    private static ReportOptions OptionsOf(Profile profile, PprofCommandSpec command, PprofConfig config)
    {
        int index = SampleIndex.Find(profile, config.SampleIndex, out string? problem);
        if (problem is not null)
        {
            throw new PprofErrorException(problem);
        }

        if (config.DivideBy == 0)
        {
            throw new PprofErrorException("zero divisor specified");
        }

        string type = profile.SampleTypes[index].Type;
        return new ReportOptions
        {
            Format = command.Format,
            ValueIndex = index,
            IsMean = config.Mean,
            SampleType = config.Mean ? "mean_" + type : type,
            SampleUnit = profile.SampleTypes[index].Unit,
            OutputUnit = config.Unit,
            Ratio = 1 / config.DivideBy,
            SortByCum = config.Sort is "cum",
            IsCallTree = config.CallTree,
            DropNegative = config.DropNegative,
            CompactLabels = config.CompactLabels,
            NodeCount = config.NodeCount,
            NodeFraction = config.NodeFraction,
            EdgeFraction = config.EdgeFraction,
            ActiveFilters = FiltersOf(config),
            Title = profile.Mappings is [{ File.Length: > 0 } main, ..] ? ProfilePath.BaseName(main.File) : string.Empty,
            SourcePath = config.SourcePath,
            TrimPath = config.TrimPath,
            IntelSyntax = config.IntelSyntax,
        };
    }

    private static ImmutableArray<string> FiltersOf(PprofConfig config)
    {
        (string Name, string Value)[] filters =
        [
            ("focus", config.Focus), ("ignore", config.Ignore), ("hide", config.Hide), ("show", config.Show), ("show_from", config.ShowFrom),
            ("tagfocus", config.TagFocus), ("tagignore", config.TagIgnore), ("tagshow", config.TagShow), ("taghide", config.TagHide),
        ];
        return [.. filters.Where(static filter => filter.Value.Length > 0).Select(static filter => $"{filter.Name}={filter.Value}")];
    }
}
