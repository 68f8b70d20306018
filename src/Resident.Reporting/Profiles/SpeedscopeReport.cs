using System.Text.Json;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>The profile as speedscope.app reads it.</summary>
/// <remarks>Format: www.speedscope.app/file-format-schema.json, a "sampled" profile.</remarks>
public static class SpeedscopeReport
{
    /// <summary>Writes the report.</summary>
    /// <param name="stream">Where it goes.</param>
    /// <param name="profile">The profile.</param>
    /// <param name="options">The options.</param>
    /// <param name="frames">The names of each location's frames, innermost first.</param>
    public static void Write(Stream stream, Profile profile, ReportOptions options, Func<int, IReadOnlyList<string>> frames)
    {
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new List<string>();
        int[][] locations = new int[profile.Locations.Count][];
        for (int location = 0; location < locations.Length; location++)
        {
            locations[location] = [.. frames(location).Select(name =>
            {
                if (numbers.TryAdd(name, names.Count))
                {
                    names.Add(name);
                }

                return numbers[name];
            })];
        }

        using var writer = new Utf8JsonWriter(stream);
        writer.WriteStartObject();
        writer.WriteString("$schema", "https://www.speedscope.app/file-format-schema.json");
        writer.WriteStartObject("shared");
        writer.WriteStartArray("frames");
        foreach (string name in names)
        {
            writer.WriteStartObject();
            writer.WriteString("name", name);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        WriteProfile(writer, profile, options, locations);
        writer.WriteEndObject();
    }

    private static void WriteProfile(Utf8JsonWriter writer, Profile profile, ReportOptions options, int[][] locations)
    {
        writer.WriteStartArray("profiles");
        writer.WriteStartObject();
        writer.WriteString("type", "sampled");
        writer.WriteString("name", options.SampleType);
        writer.WriteString("unit", options.SampleUnit is "nanoseconds" or "microseconds" or "milliseconds" or "seconds" or "bytes" ? options.SampleUnit : "none");
        writer.WriteNumber("startValue", 0);
        writer.WriteNumber("endValue", options.Total);
        writer.WriteStartArray("samples");
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            writer.WriteStartArray();
            var stack = profile.Samples.StackOf(sample);
            for (int i = stack.Length - 1; i >= 0; i--)
            {
                for (int frame = locations[stack[i]].Length - 1; frame >= 0; frame--)
                {
                    writer.WriteNumberValue(locations[stack[i]][frame]);
                }
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("weights");
        for (int sample = 0; sample < profile.Samples.Count; sample++)
        {
            writer.WriteNumberValue(profile.Samples.ValuesOf(sample)[options.ValueIndex]);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
        writer.WriteEndArray();
    }
}
