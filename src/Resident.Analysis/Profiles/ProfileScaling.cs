using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Multiplies the values of samples.</summary>
public static class ProfileScaling
{
    /// <summary>Multiplies all values by one factor.</summary>
    public static Profile Scale(Profile profile, double ratio) => Scale(profile, [.. Enumerable.Repeat(ratio, profile.SampleTypes.Length)]);

    /// <summary>Multiplies the values of each sample type by its factor. Samples whose multiplied values are all 0 are dropped.</summary>
    /// <param name="profile">The profile.</param>
    /// <param name="ratios">One factor a sample type.</param>
    public static Profile Scale(Profile profile, double[] ratios)
    {
        if (Array.TrueForAll(ratios, static ratio => ratio == 1))
        {
            return profile;
        }

        var source = profile.Samples;
        long[] values = [.. source.Values];
        bool[] kept = new bool[source.Count];
        for (int sample = 0; sample < kept.Length; sample++)
        {
            for (int i = 0; i < ratios.Length; i++)
            {
                ref long value = ref values[(sample * ratios.Length) + i];
                if (ratios[i] != 1)
                {
                    value = GoNumber.ToInt64(Math.Round(value * ratios[i], MidpointRounding.AwayFromZero));
                    kept[sample] |= value != 0;
                }
            }
        }

        var scaled = source with { Values = ImmutableCollectionsMarshal.AsImmutableArray(values) };
        if (Array.IndexOf(kept, false) < 0)
        {
            return profile with { Samples = scaled };
        }

        var selection = new SampleSelection(scaled);
        for (int sample = 0; sample < kept.Length; sample++)
        {
            if (kept[sample])
            {
                selection.Add(sample, scaled.StackOf(sample));
            }
        }

        return profile with { Samples = selection.ToTable() };
    }

    /// <summary>Scales a profile so that its totals become those of another.</summary>
    /// <exception cref="InvalidOperationException">The profiles count different things; the message is pprof's.</exception>
    public static Profile Normalize(Profile profile, Profile reference)
    {
        if (ProfileMerge.Incompatibility(profile, reference) is { } problem)
        {
            throw new InvalidOperationException(problem);
        }

        long[] wanted = SumsOf(reference);
        long[] present = SumsOf(profile);
        double[] ratios = [.. wanted.Zip(present, static (want, have) => have == 0 ? 0 : (double)want / have)];
        return Scale(profile, ratios);
    }

    /// <summary>Marks all samples as those of the base of a difference.</summary>
    public static Profile MarkAsBase(Profile profile)
    {
        var strings = profile.Strings.ToBuilder();
        int key = NumberOf(strings, ProfileFilters.DiffBaseKey);
        int value = NumberOf(strings, "true");
        var samples = profile.Samples;
        int[] starts = new int[samples.Count + 1];
        var labels = GC.AllocateUninitializedArray<SampleLabel>(samples.Labels.Length + samples.Count);
        int count = 0;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            foreach (var label in samples.LabelsOf(sample))
            {
                if (label.Key != key || label.IsNumber)
                {
                    labels[count++] = label;
                }
            }

            labels[count++] = new SampleLabel(key, value, -1, 0);
            starts[sample + 1] = count;
        }

        // Values and stacks are shared: they are most of a profile.
        return profile with
        {
            Strings = strings.ToImmutable(),
            Samples = samples with
            {
                LabelStarts = ImmutableCollectionsMarshal.AsImmutableArray(starts),
                Labels = ImmutableCollectionsMarshal.AsImmutableArray(count == labels.Length ? labels : labels[..count]),
            },
        };
    }

    private static int NumberOf(ImmutableArray<string>.Builder strings, string text)
    {
        int number = strings.IndexOf(text);
        if (number < 0)
        {
            number = strings.Count;
            strings.Add(text);
        }

        return number;
    }

    private static long[] SumsOf(Profile profile)
    {
        long[] sums = new long[profile.SampleTypes.Length];
        for (int i = 0; i < profile.Samples.Values.Length; i++)
        {
            sums[i % sums.Length] = unchecked(sums[i % sums.Length] + profile.Samples.Values[i]);
        }

        return sums;
    }
}
