using System.Collections.Immutable;
using CsCheck;
using Resident.Model.Profiles;

namespace Resident.Analysis.Tests.Profiles;

/// <summary>Makes small profiles of every shape: recursion, inlined frames, labels, negative values.</summary>
internal static class ProfileSource
{
    private const int Functions = 6;
    private const int Locations = 8;

    /// <summary>Gets profiles that share their tables, so that stacks of one occur in another.</summary>
    public static Gen<Profile> Profiles { get; } =
        Gen.Select(Gen.Int[0, Locations - 1].Array[0, 6], Gen.Long[-1000, 1000], Gen.Int[0, 2]).Array[0, 12].Select(Make);

    private static Profile Make((int[] Stack, long Value, int Label)[] samples)
    {
        string[] strings = ["", "f0", "f1", "f2", "f3", "f4", "f5", "bytes", "user", "a"];
        int[] lineStarts = [0, 1, 2, 3, 4, 5, 6, 8, 10];
        return Profile.Empty with
        {
            SampleTypes = [new SampleType("objects", "count"), new SampleType("space", "bytes")],
            Strings = [.. strings],
            Mappings = [new ProfileMapping { Id = 1, File = "program" }],
            Functions = new FunctionTable
            {
                Ids = [.. Enumerable.Range(1, Functions).Select(static id => (ulong)id)],
                Names = [.. Enumerable.Range(1, Functions)],
                SystemNames = [.. Enumerable.Range(1, Functions)],
                FileNames = [.. new int[Functions]],
                StartLines = [.. new long[Functions]],
            },
            Locations = new LocationTable
            {
                Ids = [.. Enumerable.Range(1, Locations).Select(static id => (ulong)id)],
                Addresses = [.. Enumerable.Range(1, Locations).Select(static id => (ulong)id * 16)],
                Mappings = [.. new int[Locations]],
                Folded = [.. new bool[Locations]],
                LineStarts = [.. lineStarts],
                Functions = [0, 1, 2, 3, 4, 5, 1, 0, 0, 2],
                Lines = [.. new long[10]],
                Columns = [.. new long[10]],
            },
            Samples = new SampleTable
            {
                ValueCount = 2,
                Values = [.. samples.SelectMany(static sample => new[] { 1L, sample.Value })],
                StackStarts = Starts(samples.Select(static sample => sample.Stack.Length)),
                Stacks = [.. samples.SelectMany(static sample => sample.Stack)],
                LabelStarts = Starts(samples.Select(static sample => sample.Label)),
                Labels = [.. samples.SelectMany(static sample => Labels(sample.Label))],
            },
        };
    }

    private static SampleLabel[] Labels(int count) => [.. new[] { new SampleLabel(8, 9, -1, 0), new SampleLabel(7, -1, 7, 64) }.Take(count)];

    private static ImmutableArray<int> Starts(IEnumerable<int> counts)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        starts.Add(0);
        foreach (int count in counts)
        {
            starts.Add(starts[^1] + count);
        }

        return starts.ToImmutable();
    }
}
