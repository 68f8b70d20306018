using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Gathers samples of several profiles over common tables.</summary>
internal sealed class ProfileMerger
{
    private readonly MergedTables _tables = new();
    private readonly MergedSamples _samples;
    private readonly int _valueCount;

    public ProfileMerger(int valueCount, IReadOnlyCollection<SampleTable> sources)
    {
        _valueCount = valueCount;
        _samples = new MergedSamples(valueCount, sources);
    }

    /// <summary>Adds the samples of a profile that have any value.</summary>
    public void Add(Profile profile)
    {
        _tables.Begin(profile);
        int[] stack = [];
        var labels = new List<SampleLabel>();
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var values = profile.Samples.ValuesOf(sample);
            if (!values.ContainsAnyExcept(0L))
            {
                continue;
            }

            var source = profile.Samples.StackOf(sample);
            stack = stack.Length < source.Length ? new int[source.Length * 2] : stack;
            for (int i = 0; i < source.Length; i++)
            {
                stack[i] = _tables.MapLocation(source[i]);
            }

            labels.Clear();
            foreach (var label in profile.Samples.LabelsOf(sample))
            {
                labels.Add(_tables.MapLabel(label));
            }

            _samples.Add(stack.AsSpan(0, source.Length), CollectionsMarshal.AsSpan(labels), values);
        }
    }

    /// <summary>Makes the profile.</summary>
    public Profile ToProfile(Profile header) => _tables.Fill(header) with { Samples = _samples.ToTable(_valueCount) };
}
