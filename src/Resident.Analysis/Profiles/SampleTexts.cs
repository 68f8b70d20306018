using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Analysis.Profiles;

/// <summary>The text labels of each sample as graphs show them: sorted, joined, and each distinct text once.</summary>
internal sealed class SampleTexts
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const string ShownNumber = "bytes";

    private readonly Profile _profile;
    private readonly int _baseKey;
    private readonly Dictionary<ulong, int> _firstSamples = [];
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);

    public SampleTexts(Profile profile)
    {
        _profile = profile;
        _baseKey = profile.Strings.IndexOf(ProfileFilters.DiffBaseKey);
        NumberKey = profile.Strings.IndexOf(ShownNumber);
        TextOf = new int[profile.Samples.Count];
        for (int sample = 0; sample < TextOf.Length; sample++)
        {
            TextOf[sample] = Find(sample);
        }
    }

    /// <summary>Gets the key of the one numeric label that graphs show, or -1.</summary>
    public int NumberKey { get; }

    /// <summary>Gets the number of each sample's text, or -1 where it has neither text nor the number that is shown.</summary>
    public int[] TextOf { get; }

    /// <summary>Gets the texts by number.</summary>
    public List<string> Texts { get; } = [];

    private bool IsText(SampleLabel label) => !label.IsNumber && label.Key != _baseKey;

    private int Find(int sample)
    {
        ulong hash = Multiplier;
        bool isShown = false;
        foreach (ref readonly var label in _profile.Samples.LabelsOf(sample))
        {
            isShown |= label.IsNumber && label.Key == NumberKey;
            if (IsText(label))
            {
                isShown = true;
                hash = unchecked((hash ^ (((ulong)(uint)label.Key << 32) | (uint)label.Text)) * Multiplier);
                hash ^= hash >> 29;
            }
        }

        if (!isShown)
        {
            return -1;
        }

        while (true)
        {
            ref int first = ref CollectionsMarshal.GetValueRefOrAddDefault(_firstSamples, hash, out bool exists);
            if (!exists)
            {
                first = sample;
                return NumberOf(Join(sample));
            }

            if (HaveSameTexts(first, sample))
            {
                return TextOf[first];
            }

            hash = unchecked(hash + 1);
        }
    }

    private bool HaveSameTexts(int left, int right)
    {
        var others = _profile.Samples.LabelsOf(right);
        int next = 0;
        foreach (ref readonly var label in _profile.Samples.LabelsOf(left))
        {
            if (!IsText(label))
            {
                continue;
            }

            while (next < others.Length && !IsText(others[next]))
            {
                next++;
            }

            if (next == others.Length || others[next].Key != label.Key || others[next].Text != label.Text)
            {
                return false;
            }

            next++;
        }

        while (next < others.Length && !IsText(others[next]))
        {
            next++;
        }

        return next == others.Length;
    }

    private int NumberOf(string text)
    {
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(_numbers, text, out bool exists);
        if (!exists)
        {
            number = Texts.Count;
            Texts.Add(text);
        }

        return number;
    }

    private string Join(int sample)
    {
        var texts = new List<string>();
        foreach (var label in _profile.Samples.LabelsOf(sample))
        {
            if (IsText(label))
            {
                texts.Add($"{_profile.Strings[label.Key]}:{_profile.Strings[label.Text]}");
            }
        }

        texts.Sort(ProfileText.Compare);
        return string.Join("\\n", texts);
    }
}
