using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Adds profiles up: samples with equal stacks and labels become one.</summary>
public static class ProfileMerge
{
    /// <summary>Merges profiles that count the same things, perhaps in other units or another order.</summary>
    /// <returns>The sum; a single profile comes back as it is, but for sample types whose names occur twice: pprof drops them.</returns>
    /// <exception cref="ArgumentException">There is no profile.</exception>
    /// <exception cref="InvalidOperationException">The profiles cannot be added; the message is pprof's.</exception>
    public static Profile Merge(IReadOnlyList<Profile> profiles)
    {
        if (profiles.Count == 0)
        {
            throw new ArgumentException("no profiles to merge", nameof(profiles));
        }

        var aligned = ProfileAlignment.Align(profiles);
        return aligned.Length == 1 ? aligned[0] : Add(aligned);
    }

    /// <summary>Tells why two profiles cannot be added as they are, in pprof's words, or null.</summary>
    public static string? Incompatibility(Profile left, Profile right)
    {
        if (left.PeriodType != right.PeriodType)
        {
            return $"incompatible period types {Describe(left.PeriodType)} and {Describe(right.PeriodType)}";
        }

        return left.SampleTypes.AsSpan().SequenceEqual(right.SampleTypes.AsSpan())
            ? null
            : $"incompatible sample types [{string.Join(' ', left.SampleTypes.Select(Describe))}] and [{string.Join(' ', right.SampleTypes.Select(Describe))}]";
    }

    private static string Describe(SampleType type) => $"&{{{type.Type} {type.Unit} 0 0}}";

    private static Profile Add(Profile[] profiles)
    {
        foreach (var profile in profiles.AsSpan(1))
        {
            if (Incompatibility(profiles[0], profile) is { } problem)
            {
                throw new InvalidOperationException(problem);
            }
        }

        var merger = new ProfileMerger(profiles[0].SampleTypes.Length, [.. profiles.Select(static profile => profile.Samples)]);
        foreach (var profile in profiles)
        {
            merger.Add(profile);
        }

        var merged = merger.ToProfile(CombineHeaders(profiles));
        return HasZeroSample(merged) ? Add([merged]) : merged;
    }

    private static bool HasZeroSample(Profile profile)
    {
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            if (!profile.Samples.ValuesOf(sample).ContainsAnyExcept(0L))
            {
                return true;
            }
        }

        return false;
    }

    private static Profile CombineHeaders(Profile[] profiles)
    {
        long time = 0;
        long duration = 0;
        long period = 0;
        foreach (var profile in profiles)
        {
            time = time == 0 || profile.TimeNanoseconds < time ? profile.TimeNanoseconds : time;
            duration = unchecked(duration + profile.DurationNanoseconds);
            period = period == 0 || period < profile.Period ? profile.Period : period;
        }

        return Profile.Empty with
        {
            SampleTypes = profiles[0].SampleTypes,
            DropFrames = profiles[0].DropFrames,
            KeepFrames = profiles[0].KeepFrames,
            TimeNanoseconds = time,
            DurationNanoseconds = duration,
            PeriodType = profiles[0].PeriodType,
            Period = period,
            Comments = [.. profiles.SelectMany(static profile => profile.Comments).Distinct(StringComparer.Ordinal)],
            DefaultSampleType = FirstOf(profiles, static profile => profile.DefaultSampleType),
            DocumentationLink = FirstOf(profiles, static profile => profile.DocumentationLink),
        };
    }

    private static string FirstOf(Profile[] profiles, Func<Profile, string> text) =>
        Array.Find(profiles, profile => text(profile).Length > 0) is { } found ? text(found) : string.Empty;
}
