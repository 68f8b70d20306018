using System.Runtime.InteropServices;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The weights of all labels: what -tags prints.</summary>
public static class TagReport
{
    /// <summary>Writes the report.</summary>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options)
    {
        var weights = new Dictionary<string, Dictionary<string, long>>(StringComparer.Ordinal);
        var samples = profile.Samples;
        for (int sample = 0; sample < samples.Count; sample++)
        {
            long value = samples.ValuesOf(sample)[options.ValueIndex];
            foreach (var label in samples.LabelsOf(sample))
            {
                string key = profile.Strings[label.Key];
                string name = label.IsNumber
                    ? Measurement.ScaledLabel(label.Number, options.LabelUnits.GetValueOrDefault(key, string.Empty), options.OutputUnit)
                    : profile.Strings[label.Text];
                if (!weights.TryGetValue(key, out var values))
                {
                    values = new Dictionary<string, long>(StringComparer.Ordinal);
                    weights[key] = values;
                }

                ref long sum = ref CollectionsMarshal.GetValueRefOrAddDefault(values, name, out _);
                sum = unchecked(sum + value);
            }
        }

        Write(writer, options, weights);
    }

    private static void Write(ReportWriter writer, ReportOptions options, Dictionary<string, Dictionary<string, long>> weights)
    {
        var table = new RightAlignedTable();
        foreach (string key in weights.Keys.Order(Comparer<string>.Create(ProfileText.Compare)))
        {
            long total = 0;
            foreach (long weight in weights[key].Values)
            {
                total = unchecked(total + weight);
            }

            table.Add($"{key}:", $" Total {options.FormatValue(total)} of {options.FormatValue(options.Total)}{Share(options, total)}");
            foreach (var (name, weight) in weights[key].OrderByDescending(static entry => unchecked((ulong)GoNumber.Abs(entry.Value))).ThenBy(static entry => entry.Key, Comparer<string>.Create(ProfileText.Compare)))
            {
                table.Add(" ", $"{options.FormatValue(weight)}{Share(options, weight)}:", $" {name}");
            }

            table.Add();
        }

        table.Write(writer);
    }

    private static string Share(ReportOptions options, long value) =>
        options.Total > 0 ? $" ({Measurement.Percentage(value, options.Total)})" : string.Empty;
}
