using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Gathers the samples that stay, perhaps with other stacks and labels.</summary>
internal sealed class SampleSelection
{
    private readonly SampleTable _source;
    private readonly List<long> _values;
    private readonly List<int> _stackStarts;
    private readonly List<int> _stacks;
    private readonly List<int> _labelStarts;
    private readonly List<SampleLabel> _labels;

    public SampleSelection(SampleTable source)
    {
        _source = source;
        _values = new List<long>(source.Values.Length);
        _stacks = new List<int>(source.Stacks.Length);
        _labels = new List<SampleLabel>(source.Labels.Length);
        _stackStarts = new List<int>(source.Count + 1) { 0 };
        _labelStarts = new List<int>(source.Count + 1) { 0 };
    }

    /// <summary>Keeps a sample as it is but for its stack.</summary>
    public void Add(int sample, ReadOnlySpan<int> stack) => Add(sample, stack, _source.LabelsOf(sample));

    /// <summary>Keeps a sample with another stack and other labels.</summary>
    public void Add(int sample, ReadOnlySpan<int> stack, ReadOnlySpan<SampleLabel> labels)
    {
        _values.AddRange(_source.ValuesOf(sample));
        _stacks.AddRange(stack);
        _labels.AddRange(labels);
        _stackStarts.Add(_stacks.Count);
        _labelStarts.Add(_labels.Count);
    }

    /// <summary>Makes the table of the kept samples.</summary>
    public SampleTable ToTable() => new()
    {
        ValueCount = _source.ValueCount,
        Values = Freeze(_values),
        StackStarts = Freeze(_stackStarts),
        Stacks = Freeze(_stacks),
        LabelStarts = Freeze(_labelStarts),
        Labels = Freeze(_labels),
    };

    private static ImmutableArray<T> Freeze<T>(List<T> items) => ImmutableCollectionsMarshal.AsImmutableArray(items.ToArray());
}
