using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Every sample with its labels and stack: what -traces prints.</summary>
public static class TraceReport
{
    private const int ValueWidth = 10;
    private const string NoValue = "          ";
    private const string Separator = "-----------+-------------------------------------------------------";

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options.</param>
    /// <param name="frames">The names of each location's frames, innermost first; at least one a location.</param>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, Func<int, IReadOnlyList<string>> frames)
    {
        writer.WriteLine(string.Join('\n', ReportHeader.DescribeProfile(profile, options)));
        byte[]?[] blocks = new byte[profile.Locations.Count][];
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            if (stack.IsEmpty)
            {
                continue;
            }

            writer.WriteLine(Separator);
            WriteLabels(writer, profile, options, sample);
            long value = profile.Samples.ValuesOf(sample)[options.ValueIndex];
            long divisor = options.IsMean ? profile.Samples.ValuesOf(sample)[0] : 0;
            writer.WriteRight(options.FormatValue(divisor == 0 ? value : value / divisor), ValueWidth);
            bool isFirst = true;
            foreach (int location in stack)
            {
                byte[] block = blocks[location] ??= MakeBlock(frames(location));
                writer.Write(isFirst ? block.AsSpan(ValueWidth) : block);
                isFirst = false;
            }
        }

        writer.WriteLine(Separator);
    }

    /// <summary>Makes a location's lines once, for they occur in many stacks.</summary>
    private static byte[] MakeBlock(IReadOnlyList<string> names)
    {
        using var lines = new MemoryStream();
        var writer = new ReportWriter(lines);
        for (int i = 0; i < names.Count; i++)
        {
            writer.Write(NoValue);
            writer.Write("   ");
            writer.Write(names[i]);
            writer.WriteLine(i < names.Count - 1 ? " (inline)" : string.Empty);
        }

        writer.Flush();
        return lines.ToArray();
    }

    private static void WriteLabels(ReportWriter writer, Profile profile, ReportOptions options, int sample)
    {
        var labels = profile.Samples.LabelsOf(sample);
        if (labels.IsEmpty)
        {
            return;
        }

        var texts = new List<string>();
        var numbers = new List<string>();
        foreach (int key in LabelGroups.KeysOf(labels, ofNumbers: false))
        {
            texts.Add(Line(profile.Strings[key], LabelText.Texts(profile, labels, key)));
        }

        foreach (int key in LabelGroups.KeysOf(labels, ofNumbers: true))
        {
            string name = profile.Strings[key];
            string unit = options.LabelUnits.GetValueOrDefault(name, string.Empty);
            numbers.Add(Line(name, LabelText.Numbers(labels, key, number => Measurement.Label(number, unit))));
        }

        texts.Sort(ProfileText.Compare);
        numbers.Sort(ProfileText.Compare);
        texts.ForEach(line => writer.Write(line));
        numbers.ForEach(line => writer.Write(line));
    }

    private static string Line(string key, string values)
    {
        string padding = new(' ', Math.Max(0, ValueWidth - ProfileText.CountRunes(key)));
        return $"{padding}{key}:  {values}\n";
    }
}
