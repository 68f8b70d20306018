using System.Runtime.InteropServices;
using System.Text;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The lines above a stack that show its labels. Equal labels make equal lines, which are made once.</summary>
internal sealed class TraceLabels
{
    private const int KeyWidth = 10;
    private const int MostLines = 64 * 1024;

    // More of them are put into groups: comparing each with each is for few.
    private const int FewLabels = 16;

    private readonly Profile _profile;
    private readonly ReportOptions _options;
    private readonly Dictionary<SampleLabel, (string Text, byte[] Bytes)> _lines = [];
    private readonly List<(string Text, byte[] Bytes)> _sample = [];

    public TraceLabels(Profile profile, ReportOptions options)
    {
        _profile = profile;
        _options = options;
    }

    /// <summary>Writes a sample's labels: texts first, each kind sorted.</summary>
    public void Write(ReportWriter writer, int sample)
    {
        var labels = _profile.Samples.LabelsOf(sample);
        if (labels.IsEmpty)
        {
            return;
        }

        bool isSimple = HasDistinctKeys(labels);
        Write(writer, labels, ofNumbers: false, isSimple);
        Write(writer, labels, ofNumbers: true, isSimple);
    }

    private static bool HasDistinctKeys(ReadOnlySpan<SampleLabel> labels)
    {
        if (labels.Length > FewLabels)
        {
            return false;
        }

        for (int i = 1; i < labels.Length; i++)
        {
            foreach (ref readonly var earlier in labels[..i])
            {
                if (earlier.Key == labels[i].Key && earlier.IsNumber == labels[i].IsNumber)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static string Line(string key, string values) =>
        $"{new string(' ', Math.Max(0, KeyWidth - ProfileText.CountRunes(key)))}{key}:  {values}\n";

    private void Write(ReportWriter writer, ReadOnlySpan<SampleLabel> labels, bool ofNumbers, bool isSimple)
    {
        if (isSimple)
        {
            foreach (ref readonly var label in labels)
            {
                if (label.IsNumber == ofNumbers)
                {
                    _sample.Add(LineOf(label));
                }
            }
        }
        else
        {
            foreach (var group in LabelGroups.ByKey(labels, ofNumbers))
            {
                var values = CollectionsMarshal.AsSpan(group);
                string line = Line(_profile.Strings[group[0].Key], ofNumbers ? Numbers(values) : LabelText.Texts(_profile, values));
                _sample.Add((line, Encode(line)));
            }
        }

        if (_sample.Count > 1)
        {
            _sample.Sort(static (left, right) => ProfileText.Compare(left.Text, right.Text));
        }

        foreach (var (_, bytes) in _sample)
        {
            writer.Write(bytes);
        }

        _sample.Clear();
    }

    private (string Text, byte[] Bytes) LineOf(SampleLabel label)
    {
        if (_lines.TryGetValue(label, out var line))
        {
            return line;
        }

        if (_lines.Count >= MostLines)
        {
            _lines.Clear();
        }

        ReadOnlySpan<SampleLabel> alone = [label];
        string text = Line(_profile.Strings[label.Key], label.IsNumber ? Numbers(alone) : LabelText.Texts(_profile, alone));
        line = (text, Encode(text));
        _lines[label] = line;
        return line;
    }

    private string Numbers(ReadOnlySpan<SampleLabel> labels)
    {
        string unit = _options.LabelUnits.GetValueOrDefault(_profile.Strings[labels[0].Key], string.Empty);
        return LabelText.Numbers(labels, number => Measurement.Label(number, unit));
    }

    private static byte[] Encode(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetMaxByteCount(text.Length)];
        return bytes[..ProfileText.Encode(text, bytes)];
    }
}
