using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Every sample with its labels and stack: what -traces prints.</summary>
public static class TraceReport
{
    private const int ValueWidth = 10;
    private const int MostValues = 16 * 1024;
    private const string Separator = "-----------+-------------------------------------------------------";

    /// <summary>Writes the report.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options.</param>
    /// <param name="frames">The names of each location's frames, innermost first; at least one a location.</param>
    public static void Write(ReportWriter writer, Profile profile, ReportOptions options, Func<int, IReadOnlyList<string>> frames)
    {
        writer.WriteLine(string.Join('\n', ReportHeader.DescribeProfile(profile, options)));
        using var lines = new TraceFrames(profile.Locations.Count, frames);
        var labels = new TraceLabels(profile, options);
        var values = new Dictionary<long, string>();
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            var stack = profile.Samples.StackOf(sample);
            if (stack.IsEmpty)
            {
                continue;
            }

            writer.WriteLine(Separator);
            labels.Write(writer, sample);
            long value = profile.Samples.ValuesOf(sample)[options.ValueIndex];
            long divisor = options.IsMean ? profile.Samples.ValuesOf(sample)[0] : 0;
            writer.WriteRight(Format(options, divisor == 0 ? value : value / divisor, values), ValueWidth);
            lines.Write(writer, stack, ValueWidth);
        }

        writer.WriteLine(Separator);
    }

    /// <summary>Formats a value; those that occur often are kept.</summary>
    private static string Format(ReportOptions options, long value, Dictionary<long, string> known)
    {
        if (!known.TryGetValue(value, out string? text))
        {
            text = options.FormatValue(value);
            if (known.Count < MostValues)
            {
                known[value] = text;
            }
        }

        return text;
    }
}
