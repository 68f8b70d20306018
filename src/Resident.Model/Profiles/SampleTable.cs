using System.Collections.Immutable;

namespace Resident.Model.Profiles;

/// <summary>The samples of a profile: their values, stacks and labels, a column an array.</summary>
public sealed record SampleTable
{
    /// <summary>Gets the table without samples.</summary>
    public static SampleTable Empty { get; } = new()
    {
        ValueCount = 0,
        Values = [],
        StackStarts = [0],
        Stacks = [],
        LabelStarts = [0],
        Labels = [],
    };

    /// <summary>Gets how many values each sample has: as many as the profile has sample types.</summary>
    public required int ValueCount { get; init; }

    /// <summary>Gets the values: those of the first sample, then those of the second, and so on.</summary>
    public required ImmutableArray<long> Values { get; init; }

    /// <summary>Gets where each sample's stack starts in <see cref="Stacks"/>: one a sample, and one after the last.</summary>
    public required ImmutableArray<int> StackStarts { get; init; }

    /// <summary>Gets the stacks, leaf first: indexes of <see cref="Profile.Locations"/>.</summary>
    public required ImmutableArray<int> Stacks { get; init; }

    /// <summary>Gets where each sample's labels start in <see cref="Labels"/>: one a sample, and one after the last.</summary>
    public required ImmutableArray<int> LabelStarts { get; init; }

    /// <summary>Gets the labels, in the order of the input.</summary>
    public required ImmutableArray<SampleLabel> Labels { get; init; }

    /// <summary>Gets how many samples there are.</summary>
    public int Count => StackStarts.Length - 1;

    /// <summary>Gets a sample's stack, leaf first.</summary>
    public ReadOnlySpan<int> StackOf(int sample) =>
        Stacks.AsSpan(StackStarts[sample], StackStarts[sample + 1] - StackStarts[sample]);

    /// <summary>Gets a sample's labels.</summary>
    public ReadOnlySpan<SampleLabel> LabelsOf(int sample) =>
        Labels.AsSpan(LabelStarts[sample], LabelStarts[sample + 1] - LabelStarts[sample]);

    /// <summary>Gets a sample's values, one a sample type.</summary>
    public ReadOnlySpan<long> ValuesOf(int sample) => Values.AsSpan(sample * ValueCount, ValueCount);
}
