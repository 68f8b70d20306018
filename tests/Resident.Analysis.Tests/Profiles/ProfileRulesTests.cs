using System.Text.RegularExpressions;
using CsCheck;
using Resident.Analysis.Profiles;
using Resident.Model.Profiles;

namespace Resident.Analysis.Tests.Profiles;

/// <summary>Rules that hold for every profile.</summary>
public sealed class ProfileRulesTests
{
    private static readonly ReportOptions Untrimmed = new()
    {
        Format = ReportFormat.Text,
        ValueIndex = 1,
        SampleType = "space",
        SampleUnit = "bytes",
        OutputUnit = "bytes",
    };

    [Fact]
    public void Merge_InEitherOrder_AddsUpToTheSame() =>
        Gen.Select(ProfileSource.Profiles, ProfileSource.Profiles).Sample(static (left, right) =>
            Assert.Equal(FlatOf(ProfileMerge.Merge([left, right])), FlatOf(ProfileMerge.Merge([right, left]))));

    [Fact]
    public void Merge_InSteps_AddsUpToTheSame() =>
        Gen.Select(ProfileSource.Profiles, ProfileSource.Profiles, ProfileSource.Profiles).Sample(static (first, second, third) =>
            Assert.Equal(
                FlatOf(ProfileMerge.Merge([ProfileMerge.Merge([first, second]), third])),
                FlatOf(ProfileMerge.Merge([first, ProfileMerge.Merge([second, third])]))));

    [Fact]
    public void Merge_WithItsOwnNegative_LeavesNothing() =>
        ProfileSource.Profiles.Sample(static profile =>
            Assert.Empty(FlatOf(ProfileMerge.Merge([profile, ProfileScaling.Scale(profile, -1)]))));

    [Fact]
    public void Flat_OfAllNodes_SumsToTheSamples() =>
        ProfileSource.Profiles.Sample(static profile =>
            Assert.Equal(SumOf(profile, withStackOnly: true), CallGraphBuilder.Build(profile, Untrimmed).Nodes.Sum(static node => node.Flat)));

    [Theory]
    [InlineData(ReportFormat.Text)]
    [InlineData(ReportFormat.Tree)]
    [InlineData(ReportFormat.Dot)]
    public void Graph_InEveryFormat_HasTheSameWeights(ReportFormat format) =>
        ProfileSource.Profiles.Sample(profile =>
        {
            var expected = CallGraphBuilder.Build(profile, Untrimmed).Nodes.ToDictionary(static node => node.Info, static node => (node.Flat, node.Cum));

            var nodes = CallGraphBuilder.Build(profile, Untrimmed with { Format = format }).Nodes;

            Assert.Equal(expected, nodes.ToDictionary(static node => node.Info, static node => (node.Flat, node.Cum)));
        });

    [Fact]
    public void Graph_OfWantedNodes_HasTheirEdgesAsTheWholeGraphHas() =>
        ProfileSource.Profiles.Sample(static profile =>
        {
            var options = Untrimmed with { Format = ReportFormat.Tree };
            var wanted = new Regex("f1", RegexOptions.NonBacktracking);

            string[] some = [.. CallGraphBuilder.Build(profile, options, wanted).Nodes.Where(IsWanted).Select(EdgesOf)];
            string[] all = [.. CallGraphBuilder.Build(profile, options).Nodes.Where(IsWanted).Select(EdgesOf)];

            Assert.Equal(all, some);

            bool IsWanted(GraphNode node) => wanted.IsMatch(node.PrintableName);
        });

    [Theory]
    [InlineData("f1", null, null)]
    [InlineData(null, "f2", null)]
    [InlineData(null, null, "f3")]
    [InlineData("f[14]", "f5", "f0")]
    public void Filter_ByName_InventsNoValue(string? focus, string? ignore, string? hide) =>
        ProfileSource.Profiles.Sample(profile =>
        {
            var filter = new NameFilter { Focus = ToRegex(focus), Ignore = ToRegex(ignore), Hide = ToRegex(hide) };

            var filtered = filter.Apply(profile, []);

            var left = ValuesOf(profile);
            Assert.All(ValuesOf(filtered), value => Assert.True(left.Remove(value)));
        });

    [Fact]
    public void FlameTree_LaidOut_KeepsTheTotalWhateverIsLeftOut() =>
        Gen.Select(ProfileSource.Profiles, Gen.Int[1, 20]).Sample(static (profile, most) =>
        {
            var tree = FlameTree.Build(profile, Untrimmed);

            var layout = FlameLayout.Make(tree, 0, most);

            Assert.True(layout.Nodes.Count <= Math.Max(most, 1));
            Assert.Equal(SumOf(profile, withStackOnly: false), layout.Nodes.Sum(node => tree.SelfOf(node) + layout.HiddenBelow(node)));
            Assert.All(layout.Depths.Zip(layout.Depths.Skip(1)), static pair => Assert.True(pair.Second <= pair.First + 1));
        });

    private static Regex? ToRegex(string? expression) => expression is null ? null : new Regex(expression, RegexOptions.NonBacktracking);

    private static List<long> ValuesOf(Profile profile) =>
        [.. Enumerable.Range(0, profile.Samples.Count).Select(sample => profile.Samples.ValuesOf(sample)[1])];

    private static long SumOf(Profile profile, bool withStackOnly) =>
        Enumerable.Range(0, profile.Samples.Count).Where(sample => !withStackOnly || profile.Samples.StackOf(sample).Length > 0).Sum(sample => profile.Samples.ValuesOf(sample)[1]);

    private static SortedDictionary<string, long> FlatOf(Profile profile)
    {
        var sums = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var node in CallGraphBuilder.Build(profile, Untrimmed).Nodes)
        {
            sums[node.PrintableName] = node.Flat;
        }

        return sums;
    }

    private static string EdgesOf(GraphNode node) => string.Join(
        '\n',
        node.Incoming.Concat(node.Outgoing).Select(static edge => $"{edge.Source.PrintableName} {edge.Target.PrintableName} {edge.Weight} {edge.IsInline}").Order(StringComparer.Ordinal));
}
