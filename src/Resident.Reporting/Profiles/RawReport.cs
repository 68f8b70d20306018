using System.Globalization;
using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The content of a profile as text: what -raw prints.</summary>
public static class RawReport
{
    private const int ValueWidth = 10;
    private const string LabelIndent = "                ";
    private const string LineIndent = "             ";

    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options)
    {
        WriteHeader(writer, profile, options);
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            WriteSample(writer, profile, sample);
        }

        writer.WriteLine("Locations");
        for (int location = 0; location < profile.Locations.Count; location++)
        {
            WriteLocation(writer, profile, location);
        }

        writer.WriteLine("Mappings");
        foreach (var mapping in profile.Mappings)
        {
            WriteMapping(writer, mapping);
        }
    }

    private static void WriteHeader(ReportWriter writer, Profile profile, ReportOptions options)
    {
        foreach (string comment in profile.Comments)
        {
            writer.WriteLine("Comment: " + comment);
        }

        if (profile.DocumentationLink.Length > 0)
        {
            writer.WriteLine("Doc: " + profile.DocumentationLink);
        }

        writer.WriteLine($"PeriodType: {profile.PeriodType.Type} {profile.PeriodType.Unit}");
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Period: {profile.Period}"));
        if (profile.TimeNanoseconds != 0)
        {
            writer.WriteLine("Time: " + GoTime.FormatLong(profile.TimeNanoseconds, options.TimeZone));
        }

        if (profile.DurationNanoseconds != 0)
        {
            string duration = GoDuration.Format(profile.DurationNanoseconds);
            writer.WriteLine("Duration: " + duration[..Math.Min(4, duration.Length)]);
        }

        writer.WriteLine("Samples:");
        writer.WriteLine(string.Join(' ', profile.SampleTypes.Select(type =>
            $"{type.Type}/{type.Unit}{(string.Equals(type.Type, profile.DefaultSampleType, StringComparison.Ordinal) ? "[dflt]" : string.Empty)}")).Trim());
    }

    private static void WriteSample(ReportWriter writer, Profile profile, int sample)
    {
        foreach (long value in profile.Samples.ValuesOf(sample))
        {
            writer.Write(" ");
            writer.WriteRight(value.ToString(CultureInfo.InvariantCulture), ValueWidth);
        }

        writer.Write(": ");
        foreach (int location in profile.Samples.StackOf(sample))
        {
            writer.Write(profile.Locations.Ids[location].ToString(CultureInfo.InvariantCulture));
            writer.Write(" ");
        }

        writer.WriteLine(string.Empty);
        var labels = profile.Samples.LabelsOf(sample);
        if (labels.IsEmpty)
        {
            return;
        }

        var texts = new List<string>();
        foreach (var group in LabelGroups.ByKey(labels, ofNumbers: false))
        {
            texts.Add($"{profile.Strings[group[0].Key]}:[{LabelText.Texts(profile, CollectionsMarshal.AsSpan(group))}]");
        }

        WriteSorted(writer, texts);
        var numbers = new List<string>();
        foreach (var group in LabelGroups.ByKey(labels, ofNumbers: true))
        {
            numbers.Add($"{profile.Strings[group[0].Key]}:[{Numbers(profile, CollectionsMarshal.AsSpan(group))}]");
        }

        WriteSorted(writer, numbers);
    }

    private static void WriteSorted(ReportWriter writer, List<string> labels)
    {
        if (labels.Count > 0)
        {
            labels.Sort(ProfileText.Compare);
            writer.Write(LabelIndent);
            writer.WriteLine(string.Join(' ', labels));
        }
    }

    private static string Numbers(Profile profile, ReadOnlySpan<SampleLabel> labels)
    {
        bool hasUnits = LabelGroups.HasUnits(labels, labels[0].Key);
        var numbers = new List<string>();
        foreach (var label in labels)
        {
            string number = label.Number.ToString(CultureInfo.InvariantCulture);
            numbers.Add(hasUnits ? $"{number} {(label.Unit < 0 ? string.Empty : profile.Strings[label.Unit])}" : number);
        }

        return string.Join(' ', numbers);
    }

    private static void WriteLocation(ReportWriter writer, Profile profile, int location)
    {
        var locations = profile.Locations;
        int mapping = locations.Mappings[location];
        string start = string.Create(CultureInfo.InvariantCulture, $"{locations.Ids[location],6}: 0x{locations.Addresses[location]:x} ");
        start += mapping < 0 ? string.Empty : string.Create(CultureInfo.InvariantCulture, $"M={profile.Mappings[mapping].Id} ");
        start += locations.Folded[location] ? "[F] " : string.Empty;
        int first = locations.LineStarts[location];
        int end = locations.LineStarts[location + 1];
        if (first == end)
        {
            writer.WriteLine(start);
        }

        for (int line = first; line < end; line++)
        {
            int function = locations.Functions[line];
            string name = profile.Strings[profile.Functions.Names[function]];
            string systemName = profile.Strings[profile.Functions.SystemNames[function]];
            writer.Write(line == first ? start : LineIndent);
            writer.Write(string.Create(CultureInfo.InvariantCulture,
                $"{name} {profile.Strings[profile.Functions.FileNames[function]]}:{locations.Lines[line]}:{locations.Columns[line]} s={profile.Functions.StartLines[function]}"));
            writer.WriteLine(string.Equals(name, systemName, StringComparison.Ordinal) ? string.Empty : $"({systemName})");
        }
    }

    private static void WriteMapping(ReportWriter writer, ProfileMapping mapping)
    {
        string flags = (mapping.HasFunctions ? "[FN]" : string.Empty)
            + (mapping.HasFileNames ? "[FL]" : string.Empty)
            + (mapping.HasLineNumbers ? "[LN]" : string.Empty)
            + (mapping.HasInlineFrames ? "[IN]" : string.Empty);
        writer.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{mapping.Id}: 0x{mapping.Start:x}/0x{mapping.Limit:x}/0x{mapping.Offset:x} {mapping.File} {mapping.BuildId} {flags}"));
    }
}
