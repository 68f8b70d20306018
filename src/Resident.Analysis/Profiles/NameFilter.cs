using System.Text.RegularExpressions;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>The filters by name: focus, ignore, hide and show.</summary>
public sealed record NameFilter
{
    /// <summary>Gets the expression that some frame of a kept sample matches, or null.</summary>
    public Regex? Focus { get; init; }

    /// <summary>Gets the expression that no frame of a kept sample matches, or null.</summary>
    public Regex? Ignore { get; init; }

    /// <summary>Gets the expression of frames that are taken out, or null.</summary>
    public Regex? Hide { get; init; }

    /// <summary>Gets the expression of the only frames that stay, or null.</summary>
    public Regex? Show { get; init; }

    /// <summary>Applies the filters.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="unmatched">Gets the names of the filters that matched nothing.</param>
    public Profile Apply(Profile profile, ICollection<string> unmatched)
    {
        if (Focus is null && Ignore is null && Hide is null && Show is null)
        {
            return profile;
        }

        var verdicts = new NameVerdicts(profile, this);
        foreach (string name in verdicts.Unmatched(this))
        {
            unmatched.Add(name);
        }

        var samples = new SampleSelection(profile.Samples);
        int[] buffer = [];
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            if (!verdicts.IsWanted(stack))
            {
                continue;
            }

            if (!verdicts.HasHidden)
            {
                samples.Add(sample, stack);
                continue;
            }

            buffer = buffer.Length < stack.Length ? new int[stack.Length * 2] : buffer;
            int count = verdicts.CopyVisible(stack, buffer);
            if (count > 0)
            {
                samples.Add(sample, buffer.AsSpan(0, count));
            }
        }

        return profile with { Locations = verdicts.Lines.Apply(), Samples = samples.ToTable() };
    }
}
