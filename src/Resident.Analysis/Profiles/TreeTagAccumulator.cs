using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Adds up labels for the nodes of a tree. Graphs show text labels, and of the numeric ones "bytes" alone.</summary>
internal sealed class TreeTagAccumulator
{
    private const string ShownNumber = "bytes";

    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly string _unit;
    private readonly Dictionary<(string Text, string Numbers), int> _sets = [];
    private readonly List<SampleTags> _tags = [];
    private readonly Dictionary<(IList<GraphTag> Tags, string Name), GraphTag?> _byName = [];

    public TreeTagAccumulator(Profile profile, ReportOptions options)
    {
        _profile = profile;
        _options = options;
        _unit = options.LabelUnits.GetValueOrDefault(ShownNumber, string.Empty);
    }

    /// <summary>Adds tags to the nodes of a tree.</summary>
    public void AddToTree(GraphNode[] nodes, int[] leaves, List<int> parents)
    {
        var sums = new Dictionary<(int Node, int Set), NodeTotals>();
        for (int sample = 0; sample < leaves.Length; sample++)
        {
            int set = leaves[sample] < 0 ? -1 : SetOf(sample);
            if (set < 0)
            {
                continue;
            }

            var weight = GraphAccumulator.WeightOf(_profile, _options, sample);
            AddFlat(sums, (leaves[sample], set), weight);
            for (int node = leaves[sample]; node >= 0; node = parents[node])
            {
                AddCum(sums, (node, set), sample + 1, weight);
            }
        }

        foreach (var ((node, set), totals) in sums)
        {
            AddTags(nodes[node], _tags[set], totals);
        }
    }

    private static void AddCum(Dictionary<(int Node, int Set), NodeTotals> sums, (int Node, int Set) key, int sample, (long Weight, long Divisor) weight)
    {
        ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        if (totals.LastSample != sample)
        {
            totals.LastSample = sample;
            unchecked
            {
                totals.Cum += weight.Weight;
                totals.CumDivisor += weight.Divisor;
            }
        }
    }

    private static void AddFlat(Dictionary<(int Node, int Set), NodeTotals> sums, (int Node, int Set) key, (long Weight, long Divisor) weight)
    {
        ref var totals = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
        unchecked
        {
            totals.Flat += weight.Weight;
            totals.FlatDivisor += weight.Divisor;
        }
    }

    private void AddTag(IList<GraphTag> tags, string name, string unit, long number, NodeTotals totals)
    {
        ref var tag = ref CollectionsMarshal.GetValueRefOrAddDefault(_byName, (tags, name), out _);
        if (tag is null)
        {
            tag = new GraphTag { Name = name, Unit = unit, Number = number };
            tags.Add(tag);
        }

        unchecked
        {
            tag.Flat += totals.Flat;
            tag.FlatDivisor += totals.FlatDivisor;
            tag.Cum += totals.Cum;
            tag.CumDivisor += totals.CumDivisor;
        }
    }

    private void AddTags(GraphNode node, SampleTags tags, NodeTotals totals)
    {
        if (tags.Text.Length > 0)
        {
            AddTag(node.TextTags, tags.Text, string.Empty, 0, totals);
        }

        if (!node.NumberTags.TryGetValue(tags.Text, out var numbers))
        {
            numbers = [];
            node.NumberTags[tags.Text] = numbers;
        }

        foreach (long number in tags.Numbers)
        {
            AddTag(numbers, Measurement.ScaledLabel(number, _unit, _options.OutputUnit), _unit, number, totals);
        }
    }

    /// <summary>Gets the number of a sample's set of tags, or -1 where it has none.</summary>
    private int SetOf(int sample)
    {
        var labels = _profile.Samples.LabelsOf(sample);
        if (labels.IsEmpty)
        {
            return -1;
        }

        var texts = new List<string>();
        var numbers = new List<long>();
        foreach (var label in labels)
        {
            string key = _profile.Strings[label.Key];
            if (!label.IsNumber && key is not ProfileFilters.DiffBaseKey)
            {
                texts.Add($"{key}:{_profile.Strings[label.Text]}");
            }
            else if (label.IsNumber && key is ShownNumber)
            {
                numbers.Add(label.Number);
            }
        }

        if (texts.Count == 0 && numbers.Count == 0)
        {
            return -1;
        }

        texts.Sort(ProfileText.Compare);
        string text = string.Join("\\n", texts);
        ref int set = ref CollectionsMarshal.GetValueRefOrAddDefault(_sets, (text, string.Join(',', numbers)), out bool exists);
        if (!exists)
        {
            set = _tags.Count;
            _tags.Add(new SampleTags(text, [.. numbers]));
        }

        return set;
    }
}
