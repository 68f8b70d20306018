using System.Collections.Immutable;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Makes profiles that are to be merged count the same things in the same units.</summary>
internal static class ProfileAlignment
{
    /// <summary>Aligns sample types, then units.</summary>
    /// <exception cref="InvalidOperationException">The profiles have nothing in common; the message is pprof's.</exception>
    public static Profile[] Align(IReadOnlyList<Profile> profiles)
    {
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var type in profiles.SelectMany(static profile => profile.SampleTypes))
        {
            counts[type.Type] = counts.GetValueOrDefault(type.Type) + 1;
        }

        string[] common = [.. profiles[0].SampleTypes.Select(static type => type.Type).Where(type => counts[type] == profiles.Count)];
        if (common.Length == 0)
        {
            throw new InvalidOperationException("profiles have empty common sample type list");
        }

        Profile[] selected = [.. profiles.Select(profile => SelectTypes(profile, common))];
        return selected.Length == 1 ? selected : AlignUnits(selected);
    }

    private static Profile SelectTypes(Profile profile, string[] types)
    {
        var places = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int index = 0; index < profile.SampleTypes.Length; index++)
        {
            _ = places.TryAdd(profile.SampleTypes[index].Type, index);
        }

        int[] order = [.. types.Select(type => places.GetValueOrDefault(type, -1))];
        if (order.Length == profile.SampleTypes.Length && order.Select(static (from, to) => from == to).All(static same => same))
        {
            return profile;
        }

        var samples = profile.Samples;
        long[] values = new long[samples.Count * order.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = samples.Values[(i / order.Length * samples.ValueCount) + order[i % order.Length]];
        }

        return profile with
        {
            DefaultSampleType = types.Contains(profile.DefaultSampleType, StringComparer.Ordinal) ? profile.DefaultSampleType : types[0],
            SampleTypes = [.. order.Select(index => profile.SampleTypes[index])],
            Samples = samples with { ValueCount = order.Length, Values = ImmutableArray.Create(values) },
        };
    }

    private static Profile[] AlignUnits(Profile[] profiles)
    {
        var periodType = Common([.. profiles.Select(static profile => profile.PeriodType)], "period type");
        var types = new SampleType[profiles[0].SampleTypes.Length];
        for (int i = 0; i < types.Length; i++)
        {
            types[i] = Common([.. profiles.Select(profile => profile.SampleTypes[i])], "sample types");
        }

        return [.. profiles.Select(profile => Convert(profile, periodType, types))];
    }

    private static Profile Convert(Profile profile, SampleType periodType, SampleType[] types)
    {
        double[] ratios = [.. types.Select((type, i) => Measurement.Scale(1, profile.SampleTypes[i].Unit, type.Unit).Value)];
        var scaled = ProfileScaling.Scale(profile, ratios);
        return scaled with
        {
            Period = GoNumber.ToInt64(Measurement.Scale(profile.Period, profile.PeriodType.Unit, periodType.Unit).Value),
            PeriodType = profile.PeriodType with { Unit = periodType.Unit },
            SampleTypes = [.. profile.SampleTypes.Select((type, i) => type with { Unit = types[i].Unit })],
        };
    }

    private static SampleType Common(SampleType[] types, string what)
    {
        var least = types[0];
        foreach (var type in types.AsSpan(1))
        {
            if (!AreCompatible(least, type))
            {
                throw new InvalidOperationException($"{what}: incompatible types: {{{least.Type} {least.Unit} 0 0}} {{{type.Type} {type.Unit} 0 0}}");
            }

            least = Measurement.Scale(1, type.Unit, least.Unit).Value < 1 ? type : least;
        }

        return least;
    }

    private static bool AreCompatible(SampleType left, SampleType right) =>
        string.Equals(WithoutPlural(left.Type), WithoutPlural(right.Type), StringComparison.Ordinal)
        && (string.Equals(left.Unit, right.Unit, StringComparison.Ordinal) || Measurement.RatioOf(left.Unit, right.Unit) is not null);

    private static string WithoutPlural(string name) => name.EndsWith('s') ? name[..^1] : name;
}
