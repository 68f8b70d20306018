using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>Adds up labels for the nodes of a graph that may be shown. Graphs show text labels, and of the numeric ones "bytes" alone.</summary>
/// <remarks>
/// The samples are taken text by text, so that one array of sums does for all texts, and only what is heavy enough to be shown
/// becomes an object: a profile whose labels all differ costs no more than one with few.
/// </remarks>
internal sealed class TagAccumulator
{
    private const string ShownNumber = "bytes";

    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly NodeIndex _index;
    private readonly string _unit;
    private readonly Dictionary<long, int> _nameNumbers = [];
    private readonly Dictionary<string, int> _nameIds = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];
    private readonly List<int> _touched = [];
    private readonly Dictionary<(int Node, int Name), NodeTotals> _numbers = [];
    private readonly Dictionary<(int Node, int Name), long> _firstNumbers = [];
    private NodeTotals[] _sums = [];
    private bool[] _isShown = [];
    private int _stamp;

    public TagAccumulator(Profile profile, ReportOptions options, NodeIndex index)
    {
        _profile = profile;
        _options = options;
        _index = index;
        _unit = options.LabelUnits.GetValueOrDefault(ShownNumber, string.Empty);
    }

    /// <summary>Adds tags to nodes, but for those too light in themselves and in all that they call.</summary>
    public void AddTo(GraphDraft graph, IReadOnlyList<GraphNode> nodes, long cutoff)
    {
        if (_profile.Samples.Labels.Length == 0 || nodes.Count == 0)
        {
            return;
        }

        _sums = new NodeTotals[_index.Count];
        _isShown = new bool[_index.Count];
        var shown = new Dictionary<int, GraphNode>();
        foreach (var node in nodes)
        {
            shown[graph.NumberOf(node)] = node;
            _isShown[graph.NumberOf(node)] = true;
        }

        var texts = new SampleTexts(_profile);
        var (starts, samples) = Group(texts.TextOf, texts.Texts.Count);
        bool hasNegative = HasNegative();
        var codes = new KeptFrames(_index, _profile.Locations.Count, _isShown).Codes;
        for (int text = 0; text < texts.Texts.Count; text++)
        {
            var group = samples.AsSpan(starts[text], starts[text + 1] - starts[text]);
            bool anyHeavy = AddText(group, codes, shown, texts.Texts[text], cutoff);

            // Without negative values, a number weighs no more than the text that it occurs with.
            if (texts.NumberKey >= 0 && (anyHeavy || hasNegative))
            {
                AddNumbers(group, codes, shown, texts.Texts[text], texts.NumberKey, cutoff);
            }
        }
    }

    /// <summary>Sorts samples by their text, each text's in their own order.</summary>
    private static (int[] Starts, int[] Samples) Group(int[] textOf, int count)
    {
        int[] starts = new int[count + 1];
        foreach (int text in textOf)
        {
            if (text >= 0)
            {
                starts[text + 1]++;
            }
        }

        for (int text = 0; text < count; text++)
        {
            starts[text + 1] += starts[text];
        }

        int[] next = starts[..count];
        int[] samples = new int[starts[count]];
        for (int sample = 0; sample < textOf.Length; sample++)
        {
            if (textOf[sample] >= 0)
            {
                samples[next[textOf[sample]]++] = sample;
            }
        }

        return (starts, samples);
    }

    private bool HasNegative()
    {
        for (int sample = 0; sample < _profile.Samples.Count; sample++)
        {
            if (GraphAccumulator.WeightOf(_profile, _options, sample).Weight < 0)
            {
                return true;
            }
        }

        return false;
    }

    private bool AddText(ReadOnlySpan<int> samples, ReadOnlySpan<int> codes, Dictionary<int, GraphNode> shown, string text, long cutoff)
    {
        foreach (int sample in samples)
        {
            AddSample(sample, codes);
        }

        bool anyHeavy = false;
        foreach (int number in _touched)
        {
            var sums = _sums[number];
            _sums[number] = default;
            if (sums.IsLight(cutoff))
            {
                continue;
            }

            anyHeavy = true;
            if (text.Length > 0)
            {
                shown[number].TextTags.Add(ToTag(text, string.Empty, 0, sums));
            }
        }

        _touched.Clear();
        return anyHeavy;
    }

    private void AddSample(int sample, ReadOnlySpan<int> codes)
    {
        var (weight, divisor) = GraphAccumulator.WeightOf(_profile, _options, sample);
        var stack = _profile.Samples.StackOf(sample);
        if ((weight == 0 && divisor == 0) || stack.IsEmpty)
        {
            return;
        }

        foreach (int location in stack)
        {
            int code = codes[location];
            if (code >= 0)
            {
                AddCum(code, sample, weight, divisor);
            }
            else if (code == KeptFrames.Several)
            {
                foreach (int node in _index.NodesOf(location))
                {
                    if (_isShown[node])
                    {
                        AddCum(node, sample, weight, divisor);
                    }
                }
            }
        }

        int leaf = _index.NodesOf(stack[0])[0];
        if (_isShown[leaf])
        {
            _sums[leaf].AddFlat(weight, divisor);
        }
    }

    private void AddCum(int node, int sample, long weight, long divisor)
    {
        ref var sums = ref _sums[node];
        if (sums.LastSample == 0)
        {
            _touched.Add(node);
        }

        sums.AddCum(sample + 1, weight, divisor);
    }

    private void AddNumbers(
        ReadOnlySpan<int> samples, ReadOnlySpan<int> codes, Dictionary<int, GraphNode> shown, string text, int key, long cutoff)
    {
        foreach (int sample in samples)
        {
            foreach (ref readonly var label in _profile.Samples.LabelsOf(sample))
            {
                if (label.IsNumber && label.Key == key)
                {
                    AddNumber(sample, codes, label.Number);
                }
            }
        }

        foreach (var ((node, name), sums) in _numbers)
        {
            if (sums.IsLight(cutoff))
            {
                continue;
            }

            if (!shown[node].NumberTags.TryGetValue(text, out var tags))
            {
                tags = [];
                shown[node].NumberTags[text] = tags;
            }

            tags.Add(ToTag(_names[name], _unit, _firstNumbers[(node, name)], sums));
        }

        _numbers.Clear();
        _firstNumbers.Clear();
    }

    private void AddNumber(int sample, ReadOnlySpan<int> codes, long number)
    {
        var (weight, divisor) = GraphAccumulator.WeightOf(_profile, _options, sample);
        var stack = _profile.Samples.StackOf(sample);
        if ((weight == 0 && divisor == 0) || stack.IsEmpty)
        {
            return;
        }

        int name = NameOf(number);
        _stamp++;
        int leaf = _index.NodesOf(stack[0])[0];
        foreach (int location in stack)
        {
            if (codes[location] == KeptFrames.None)
            {
                continue;
            }

            foreach (int node in _index.NodesOf(location))
            {
                if (_isShown[node])
                {
                    ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (node, name), out bool exists);
                    sums.AddCum(_stamp, weight, divisor);
                    if (!exists)
                    {
                        _firstNumbers[(node, name)] = number;
                    }
                }
            }
        }

        if (_isShown[leaf])
        {
            CollectionsMarshal.GetValueRefOrAddDefault(_numbers, (leaf, name), out _).AddFlat(weight, divisor);
        }
    }

    /// <summary>Gets the number of the text that a label's number is shown as; close numbers may share one.</summary>
    private int NameOf(long number)
    {
        ref int name = ref CollectionsMarshal.GetValueRefOrAddDefault(_nameNumbers, number, out bool exists);
        if (!exists)
        {
            string text = Measurement.ScaledLabel(number, _unit, _options.OutputUnit);
            if (!_nameIds.TryGetValue(text, out name))
            {
                name = _names.Count;
                _nameIds[text] = name;
                _names.Add(text);
            }
        }

        return name;
    }

    private static GraphTag ToTag(string name, string unit, long number, NodeTotals sums) => new()
    {
        Name = name,
        Unit = unit,
        Number = number,
        Flat = sums.Flat,
        FlatDivisor = sums.FlatDivisor,
        Cum = sums.Cum,
        CumDivisor = sums.CumDivisor,
    };
}
