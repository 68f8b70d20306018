using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Samples by their stacks and labels; equal ones are added up. An open hash table over the columns themselves.</summary>
internal sealed class MergedSamples
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    // Up to here, moving them one by one is faster than a sort that keeps the order of equal ones.
    private const int FewLabels = 32;

    private readonly int _valueCount;
    private readonly List<long> _values;
    private readonly List<int> _stackStarts;
    private readonly List<int> _stacks;
    private readonly List<int> _labelStarts;
    private readonly List<SampleLabel> _labels;
    private readonly List<ulong> _hashes;
    private int[] _slots = new int[1024];

    /// <summary>Initializes a new instance of the <see cref="MergedSamples"/> class.</summary>
    /// <param name="valueCount">How many values a sample has.</param>
    /// <param name="sources">What will be added: room for all of it is set aside at once, for growing copies.</param>
    public MergedSamples(int valueCount, IReadOnlyCollection<SampleTable> sources)
    {
        _valueCount = valueCount;
        int samples = Room(sources, static source => source.Count);
        _values = new List<long>(Room(sources, static source => source.Values.Length));
        _stackStarts = new List<int>(samples + 1) { 0 };
        _stacks = new List<int>(Room(sources, static source => source.Stacks.Length));
        _labelStarts = new List<int>(samples + 1) { 0 };
        _labels = new List<SampleLabel>(Room(sources, static source => source.Labels.Length));
        _hashes = new List<ulong>(samples);
    }

    /// <summary>Adds a sample. The labels are put in order.</summary>
    public void Add(ReadOnlySpan<int> stack, Span<SampleLabel> labels, ReadOnlySpan<long> values)
    {
        SortByKey(labels);
        ulong hash = HashOf(stack, labels);
        int mask = _slots.Length - 1;
        int slot = (int)(hash & (uint)mask);
        while (_slots[slot] != 0)
        {
            int sample = _slots[slot] - 1;
            if (_hashes[sample] == hash && IsEqual(sample, stack, labels))
            {
                AddValues(sample, values);
                return;
            }

            slot = (slot + 1) & mask;
        }

        _slots[slot] = _hashes.Count + 1;
        _hashes.Add(hash);
        _values.AddRange(values);
        _stacks.AddRange(stack);
        _stackStarts.Add(_stacks.Count);
        _labels.AddRange(labels);
        _labelStarts.Add(_labels.Count);
        if (_hashes.Count * 2 > _slots.Length)
        {
            Grow();
        }
    }

    /// <summary>Makes the table. Nothing may be added afterwards.</summary>
    public SampleTable ToTable(int valueCount) => new()
    {
        ValueCount = valueCount,
        Values = Freeze(_values),
        StackStarts = Freeze(_stackStarts),
        Stacks = Freeze(_stacks),
        LabelStarts = Freeze(_labelStarts),
        Labels = Freeze(_labels),
    };

    private static int Room(IReadOnlyCollection<SampleTable> sources, Func<SampleTable, int> count) =>
        (int)Math.Min(sources.Sum(source => (long)count(source)), Array.MaxLength - 1);

    /// <summary>Makes an array of a list, and lets the list's own go: the two of them need not be there for all columns at once.</summary>
    private static ImmutableArray<T> Freeze<T>(List<T> items)
    {
        T[] array = [.. items];
        items.Clear();
        items.Capacity = 0;
        return ImmutableCollectionsMarshal.AsImmutableArray(array);
    }

    /// <summary>Orders labels by text or number and key, and leaves the order within a key: keys are a set, their values a list.</summary>
    private static void SortByKey(Span<SampleLabel> labels)
    {
        if (labels.Length > FewLabels)
        {
            SampleLabel[] sorted = [.. labels.ToArray().OrderBy(static label => (label.IsNumber, label.Key))];
            sorted.CopyTo(labels);
            return;
        }

        for (int i = 1; i < labels.Length; i++)
        {
            var label = labels[i];
            int j = i - 1;
            while (j >= 0 && (labels[j].IsNumber, labels[j].Key).CompareTo((label.IsNumber, label.Key)) > 0)
            {
                labels[j + 1] = labels[j];
                j--;
            }

            labels[j + 1] = label;
        }
    }

    private static ulong HashOf(ReadOnlySpan<int> stack, ReadOnlySpan<SampleLabel> labels)
    {
        unchecked
        {
            ulong hash = (ulong)stack.Length;
            foreach (int location in stack)
            {
                hash = (hash ^ (uint)location) * Multiplier;
                hash ^= hash >> 29;
            }

            foreach (var label in labels)
            {
                hash = (hash ^ (uint)label.Key) * Multiplier;
                hash = (hash ^ (uint)label.Text) * Multiplier;
                hash = (hash ^ (uint)label.Unit ^ (ulong)label.Number) * Multiplier;
                hash ^= hash >> 29;
            }

            return hash ^ (hash >> 32);
        }
    }

    private bool IsEqual(int sample, ReadOnlySpan<int> stack, ReadOnlySpan<SampleLabel> labels)
    {
        int start = _stackStarts[sample];
        var known = CollectionsMarshal.AsSpan(_stacks)[start.._stackStarts[sample + 1]];
        var knownLabels = CollectionsMarshal.AsSpan(_labels)[_labelStarts[sample].._labelStarts[sample + 1]];
        return known.SequenceEqual(stack) && knownLabels.SequenceEqual(labels);
    }

    private void AddValues(int sample, ReadOnlySpan<long> values)
    {
        var sums = CollectionsMarshal.AsSpan(_values).Slice(sample * _valueCount, _valueCount);
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = unchecked(sums[i] + values[i]);
        }
    }

    private void Grow()
    {
        _slots = new int[_slots.Length * 2];
        int mask = _slots.Length - 1;
        for (int sample = 0; sample < _hashes.Count; sample++)
        {
            int slot = (int)(_hashes[sample] & (uint)mask);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & mask;
            }

            _slots[slot] = sample + 1;
        }
    }
}
