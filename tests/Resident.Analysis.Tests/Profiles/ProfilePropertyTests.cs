using System.Text.RegularExpressions;
using CsCheck;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;

namespace Resident.Analysis.Tests.Profiles;

/// <summary>What holds for every profile, of whatever shape.</summary>
public sealed class ProfilePropertyTests
{
    private const int FunctionCount = 6;

    private static readonly Gen<Profile> Profiles =
        Gen.Select(Gen.Int[0, FunctionCount - 1].Array[1, 6], Gen.Long[-1000, 1000], Gen.Int[0, 3]).Array[0, 12].Select(Make);

    [Fact]
    public void Merge_AnyOrder_GivesTheSameTotals() => Gen.Select(Profiles, Profiles, Profiles).Sample(static (a, b, c) =>
    {
        long[] expected = Sums(a, b, c);
        return expected.SequenceEqual(Sums(ProfileMerge.Merge([ProfileMerge.Merge([a, b]), c])))
            && expected.SequenceEqual(Sums(ProfileMerge.Merge([a, ProfileMerge.Merge([c, b])])))
            && Tops(ProfileMerge.Merge([a, b])).SequenceEqual(Tops(ProfileMerge.Merge([b, a])));
    }, iter: 300);

    [Fact]
    public void Subtract_OfItself_LeavesNothing() => Profiles.Sample(
        static profile => Sums(ProfileMerge.Merge([profile, ProfileScaling.Scale(profile, -1)])).All(static sum => sum == 0), iter: 300);

    [Fact]
    public void Flat_OfAllNodes_IsTheTotal() => Profiles.Sample(
        static profile => Tops(profile).Sum(static node => node.Flat) == Sums(profile)[0], iter: 300);

    [Fact]
    public void Filter_AnyName_InventsNoValue() => Gen.Select(Profiles, Gen.Int[0, FunctionCount - 1], Gen.Int[0, 3]).Sample(static (profile, function, kind) =>
    {
        var name = new Regex($"^f{function}$", RegexOptions.NonBacktracking);
        var filter = kind switch
        {
            0 => new NameFilter { Focus = name },
            1 => new NameFilter { Ignore = name },
            2 => new NameFilter { Hide = name },
            _ => new NameFilter { Show = name },
        };
        var kept = filter.Apply(profile, []);
        var before = Values(profile);
        return Values(kept).All(value => before.Remove(value));
    }, iter: 500);

    [Fact]
    public void FocusAndIgnore_OfTheSameName_ShareAllSamples() => Gen.Select(Profiles, Gen.Int[0, FunctionCount - 1]).Sample(static (profile, function) =>
    {
        var name = new Regex($"^f{function}$", RegexOptions.NonBacktracking);
        long with = Sums(new NameFilter { Focus = name }.Apply(profile, []))[0];
        long without = Sums(new NameFilter { Ignore = name }.Apply(profile, []))[0];
        return with + without == Sums(profile)[0];
    }, iter: 300);

    private static List<long> Values(Profile profile) => [.. profile.Samples.Values];

    private static long[] Sums(params Profile[] profiles) =>
        [profiles.Sum(static profile => Enumerable.Range(0, profile.Samples.Count).Sum(sample => profile.Samples.ValuesOf(sample)[0]))];

    private static List<(string Name, long Flat, long Cum)> Tops(Profile profile)
    {
        var plain = ProfileAggregation.Aggregate(profile, "functions", withInlines: true, withColumns: false);
        var options = new ReportOptions { Format = ReportFormat.Text };
        return [.. CallGraphBuilder.Build(plain, options).Nodes
            .Select(static node => (node.Info.Name, node.Flat, node.Cum))
            .Where(static node => node.Flat != 0 || node.Cum != 0)
            .OrderBy(static node => node.Name, StringComparer.Ordinal)];
    }

    private static Profile Make((int[] Stack, long Value, int Label)[] samples)
    {
        string[] names = [.. Enumerable.Range(0, FunctionCount).Select(static i => $"f{i}")];
        int[] numbers = [.. Enumerable.Range(1, FunctionCount)];
        int[] none = new int[FunctionCount];
        ulong[] ids = [.. numbers.Select(static number => (ulong)number)];
        (int[] Stack, long Value, int Label)[] labelled = [.. samples.Where(static sample => sample.Label > 0)];
        int key = FunctionCount + 1;
        return new Profile
        {
            SampleTypes = [new SampleType("space", "bytes")],
            PeriodType = new SampleType("space", "bytes"),
            Strings = [string.Empty, .. names, "key", "v1", "v2", "v3"],
            Functions = new FunctionTable { Ids = [.. ids], Names = [.. numbers], SystemNames = [.. numbers], FileNames = [.. none], StartLines = [.. new long[FunctionCount]] },
            Mappings = [new ProfileMapping { Id = 1, Start = 1, Limit = 1000, File = "/app" }],
            Locations = new LocationTable
            {
                Ids = [.. ids],
                Addresses = [.. ids.Select(static id => id * 16)],
                Mappings = [.. none],
                Folded = [.. new bool[FunctionCount]],
                LineStarts = [0, .. numbers],
                Functions = [.. numbers.Select(static number => number - 1)],
                Lines = [.. numbers.Select(static number => (long)number)],
                Columns = [.. new long[FunctionCount]],
            },
            Samples = new SampleTable
            {
                ValueCount = 1,
                Values = [.. samples.Select(static sample => sample.Value)],
                StackStarts = [0, .. Running(samples.Select(static sample => sample.Stack.Length))],
                Stacks = [.. samples.SelectMany(static sample => sample.Stack)],
                LabelStarts = [0, .. Running(samples.Select(static sample => sample.Label > 0 ? 1 : 0))],
                Labels = [.. labelled.Select(sample => new SampleLabel(key, key + sample.Label, -1, 0))],
            },
        };
    }

    private static IEnumerable<int> Running(IEnumerable<int> counts)
    {
        int sum = 0;
        foreach (int count in counts)
        {
            sum += count;
            yield return sum;
        }
    }
}
