using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Gathers the samples that stay, each at most once, perhaps with other stacks and labels.</summary>
internal sealed class SampleSelection
{
    private readonly SampleTable _source;
    private readonly long[] _values;
    private readonly int[] _stackStarts;
    private readonly int[] _labelStarts;
    private int[] _stacks;
    private SampleLabel[] _labels;
    private int _count;

    public SampleSelection(SampleTable source)
    {
        // As large as the source: a selection is seldom larger, and pages that are never written cost nothing.
        _source = source;
        _values = GC.AllocateUninitializedArray<long>(source.Values.Length);
        _stacks = GC.AllocateUninitializedArray<int>(source.Stacks.Length);
        _labels = GC.AllocateUninitializedArray<SampleLabel>(source.Labels.Length);
        _stackStarts = new int[source.Count + 1];
        _labelStarts = new int[source.Count + 1];
    }

    /// <summary>Keeps a sample as it is but for its stack.</summary>
    public void Add(int sample, ReadOnlySpan<int> stack) => Add(sample, stack, _source.LabelsOf(sample));

    /// <summary>Keeps a sample with another stack and other labels.</summary>
    public void Add(int sample, ReadOnlySpan<int> stack, ReadOnlySpan<SampleLabel> labels)
    {
        _source.ValuesOf(sample).CopyTo(_values.AsSpan(_count * _source.ValueCount));
        int frame = _stackStarts[_count];
        int label = _labelStarts[_count];
        _count++;
        _stackStarts[_count] = Append(ref _stacks, frame, stack);
        _labelStarts[_count] = Append(ref _labels, label, labels);
    }

    /// <summary>Makes the table of the kept samples. Nothing may be added afterwards.</summary>
    public SampleTable ToTable() => new()
    {
        ValueCount = _source.ValueCount,
        Values = Freeze(_values, _count * _source.ValueCount),
        StackStarts = Freeze(_stackStarts, _count + 1),
        Stacks = Freeze(_stacks, _stackStarts[_count]),
        LabelStarts = Freeze(_labelStarts, _count + 1),
        Labels = Freeze(_labels, _labelStarts[_count]),
    };

    private static int Append<T>(ref T[] items, int count, ReadOnlySpan<T> more)
    {
        int end = count + more.Length;
        if (end > items.Length)
        {
            Array.Resize(ref items, (int)Math.Min(Math.Max(items.Length * 2L, end), Array.MaxLength));
        }

        more.CopyTo(items.AsSpan(count));
        return end;
    }

    private static ImmutableArray<T> Freeze<T>(T[] items, int count) =>
        ImmutableCollectionsMarshal.AsImmutableArray(count == items.Length ? items : items[..count]);
}
