using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Resident.Analysis.Profiles;
using Resident.Cli.Pprof.Arguments;
using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Output;

/// <summary>The filters of the settings, compiled.</summary>
internal sealed class PprofFilters
{
    private readonly PprofConfig _config;
    private readonly ImmutableDictionary<string, string> _units;
    private readonly PprofHost _host;

    public PprofFilters(PprofConfig config, ImmutableDictionary<string, string> units, PprofHost host)
    {
        _config = config;
        _units = units;
        _host = host;
    }

    /// <summary>Compiles an expression.</summary>
    /// <exception cref="PprofErrorException">It is none.</exception>
    public static Regex Compile(string expression, string what) =>
        GoRegex.TryCompile(expression, out string? error) ?? throw new PprofErrorException($"parsing {what}: {error}");

    /// <summary>Adds the frames that labels stand for.</summary>
    public Profile AddLabelFrames(Profile profile)
    {
        var unmatched = new List<string>();
        profile = LabelFrames.Add(profile, _config.TagRoot, _config.TagLeaf, _config.Unit, unmatched);
        Warn(unmatched);
        return profile;
    }

    /// <summary>Applies all filters.</summary>
    /// <exception cref="PprofErrorException">An expression is none.</exception>
    public Profile Apply(Profile profile)
    {
        var names = new NameFilter
        {
            Focus = Optional("focus", _config.Focus),
            Ignore = Optional("ignore", _config.Ignore),
            Hide = Optional("hide", _config.Hide),
            Show = Optional("show", _config.Show),
        };
        var showFrom = Optional("show_from", _config.ShowFrom);
        var tagFocus = Tag("tagfocus", _config.TagFocus);
        var tagIgnore = Tag("tagignore", _config.TagIgnore);
        var pruneFrom = Optional("prune_from", _config.PruneFrom);
        var unmatched = new List<string>();
        profile = names.Apply(profile, unmatched);
        if (showFrom is not null)
        {
            profile = StackPruning.ShowFrom(profile, showFrom, out bool isMatched);
            unmatched.AddRange(isMatched ? [] : ["ShowFrom"]);
        }

        profile = TagFilter.Apply(profile, tagFocus, tagIgnore, unmatched);
        Warn(unmatched);
        unmatched.Clear();
        profile = TagFilter.SelectKeys(profile, Optional("tagshow", _config.TagShow), Optional("taghide", _config.TagHide), unmatched);
        Warn(unmatched);
        return pruneFrom is null ? profile : StackPruning.PruneFrom(profile, pruneFrom);
    }

    private static Regex? Optional(string name, string expression) =>
        expression.Length == 0 ? null : Compile(expression, $"{name} regexp");

    private TagFilter? Tag(string name, string text)
    {
        if (text.Length == 0)
        {
            return null;
        }

        var filter = TagFilter.TryParse(text, _units, out string? error) ?? throw new PprofErrorException($"parsing {name} regexp: {error}");
        if (filter.RangeText is { } range)
        {
            _host.Say($"{name}:Interpreted '{range}' as range, not regexp");
        }

        return filter;
    }

    private void Warn(List<string> unmatched)
    {
        foreach (string name in unmatched)
        {
            _host.Say($"{name} expression matched no samples");
        }
    }
}
