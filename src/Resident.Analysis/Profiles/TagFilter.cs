using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>A condition on the labels of samples: a range of numbers, or expressions.</summary>
public sealed class TagFilter
{
    private readonly string? _key;
    private readonly TagRange? _range;
    private readonly Regex[] _expressions;
    private readonly ImmutableDictionary<string, string> _units;

    private TagFilter(string? key, TagRange? range, Regex[] expressions, ImmutableDictionary<string, string> units)
    {
        _key = key;
        _range = range;
        _expressions = expressions;
        _units = units;
    }

    /// <summary>Gets the text that was taken for a range of numbers, or null where it was none.</summary>
    public string? RangeText { get; private init; }

    /// <summary>Reads a condition.</summary>
    /// <param name="text">"[key=]range" or "[key=]expression[,expression]".</param>
    /// <param name="units">The unit of each numeric label.</param>
    /// <param name="error">What is wrong with it, or null.</param>
    public static TagFilter? TryParse(string text, ImmutableDictionary<string, string> units, out string? error)
    {
        error = null;
        int equals = text.IndexOf('=', StringComparison.Ordinal);
        string? key = equals <= 0 ? null : text[..equals];
        string value = equals < 0 ? text : text[(equals + 1)..];
        if (TagRange.TryParse(value) is { } range)
        {
            return new TagFilter(key, range, [], units) { RangeText = value };
        }

        string[] parts = value.Split(',');
        var expressions = new Regex[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (GoRegex.TryCompile(parts[i], out error) is not { } expression)
            {
                return null;
            }

            expressions[i] = expression;
        }

        return new TagFilter(key, null, expressions, units);
    }

    /// <summary>Keeps the samples that one condition holds for and another does not.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="focus">The condition to hold, or null.</param>
    /// <param name="ignore">The condition not to hold, or null.</param>
    /// <param name="unmatched">Gets the names of the conditions that matched nothing.</param>
    public static Profile Apply(Profile profile, TagFilter? focus, TagFilter? ignore, ICollection<string> unmatched)
    {
        if (focus is null && ignore is null)
        {
            return profile;
        }

        bool anyFocus = false;
        bool anyIgnore = false;
        var samples = new SampleSelection(profile.Samples);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            bool isFocused = focus?.IsMatch(profile, sample) ?? true;
            bool isIgnored = ignore?.IsMatch(profile, sample) ?? false;
            anyFocus |= isFocused;
            anyIgnore |= isIgnored;
            if (isFocused && !isIgnored)
            {
                samples.Add(sample, profile.Samples.StackOf(sample));
            }
        }

        if (focus is not null && !anyFocus)
        {
            unmatched.Add("TagFocus");
        }

        if (ignore is not null && !anyIgnore)
        {
            unmatched.Add("TagIgnore");
        }

        return profile with { Samples = samples.ToTable() };
    }

    /// <summary>Takes labels out by their keys.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="show">The expression of the only keys that stay, or null.</param>
    /// <param name="hide">The expression of keys that go, or null.</param>
    /// <param name="unmatched">Gets the names of the conditions that matched nothing.</param>
    public static Profile SelectKeys(Profile profile, Regex? show, Regex? hide, ICollection<string> unmatched)
    {
        if (show is null && hide is null)
        {
            return profile;
        }

        bool anyShow = false;
        bool anyHide = false;
        var samples = new SampleSelection(profile.Samples);
        var kept = new List<SampleLabel>();
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            kept.Clear();
            foreach (var label in profile.Samples.LabelsOf(sample))
            {
                string key = profile.Strings[label.Key];
                bool isShown = show?.IsMatch(key) ?? true;
                bool isHidden = hide?.IsMatch(key) ?? false;
                anyShow |= isShown;
                anyHide |= isHidden;
                if (isShown && !isHidden)
                {
                    kept.Add(label);
                }
            }

            samples.Add(sample, profile.Samples.StackOf(sample), System.Runtime.InteropServices.CollectionsMarshal.AsSpan(kept));
        }

        if (show is not null && !anyShow)
        {
            unmatched.Add("TagShow");
        }

        if (hide is not null && !anyHide)
        {
            unmatched.Add("TagHide");
        }

        return profile with { Samples = samples.ToTable() };
    }

    private bool IsMatch(Profile profile, int sample)
    {
        var labels = profile.Samples.LabelsOf(sample);
        if (_range is not null)
        {
            return IsInRange(profile, labels);
        }

        return _key is null ? MatchesAll(profile, labels) : MatchesAny(profile, labels);
    }

    private bool IsInRange(Profile profile, ReadOnlySpan<SampleLabel> labels)
    {
        foreach (var label in labels)
        {
            string key = profile.Strings[label.Key];
            if (label.IsNumber && (_key is null || string.Equals(key, _key, StringComparison.Ordinal)) && _range!.Contains(label.Number, _units.GetValueOrDefault(key, string.Empty)))
            {
                return true;
            }
        }

        return false;
    }

    private bool MatchesAll(Profile profile, ReadOnlySpan<SampleLabel> labels)
    {
        foreach (var expression in _expressions)
        {
            bool isFound = false;
            foreach (var label in labels)
            {
                isFound |= !label.IsNumber && expression.IsMatch($"{profile.Strings[label.Key]}:{profile.Strings[label.Text]}");
            }

            if (!isFound)
            {
                return false;
            }
        }

        return true;
    }

    private bool MatchesAny(Profile profile, ReadOnlySpan<SampleLabel> labels)
    {
        foreach (var label in labels)
        {
            if (!label.IsNumber && string.Equals(profile.Strings[label.Key], _key, StringComparison.Ordinal))
            {
                string value = profile.Strings[label.Text];
                if (Array.Exists(_expressions, expression => expression.IsMatch(value)))
                {
                    return true;
                }
            }
        }

        return false;
    }
}
