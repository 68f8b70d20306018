using System.Buffers;
using System.Text.Json;
using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Monitoring.Recording;

/// <summary>The places of a heap profile as a document of a recording: the profile itself lies beside it as a file, this is what the diagnosis compares.</summary>
internal static class HeapSitesDocument
{
    /// <summary>The document's schema.</summary>
    public const string Kind = "resident.heap-sites/1";

    private const int MostSites = 500;

    /// <summary>Writes the largest 500 places.</summary>
    public static byte[] Write(HeapSites sites)
    {
        var buffer = new ArrayBufferWriter<byte>(16_384);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            writer.WriteStartObject();
            writer.WriteString("schema"u8, Kind);
            writer.WriteString("takenAt"u8, sites.TakenAt);
            writer.WriteStartArray("sites"u8);
            foreach (var site in sites.Sites.Take(MostSites))
            {
                writer.WriteStartObject();
                writer.WriteString("function"u8, site.Frame.Function);
                writer.WriteString("file"u8, site.Frame.File);
                writer.WriteNumber("line"u8, site.Frame.Line);
                writer.WriteNumber("startLine"u8, site.Frame.StartLine);
                WriteNames(writer, "via"u8, site.Via);
                WriteNames(writer, "callers"u8, site.Callers);
                WriteNames(writer, "callees"u8, site.Callees);
                writer.WriteNumber("inuseBytes"u8, site.InuseBytes);
                writer.WriteNumber("inuseObjects"u8, site.InuseObjects);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads the places.</summary>
    /// <exception cref="MalformedInputException">It is not what was written.</exception>
    public static HeapSites Read(string where, ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            return new HeapSites(
                root.GetProperty("takenAt"u8).GetDateTimeOffset(),
                [.. root.GetProperty("sites"u8).EnumerateArray().Select(static site => new AllocationSite(
                    new GoFrame(
                        site.GetProperty("function"u8).GetString() ?? "",
                        site.GetProperty("file"u8).GetString() ?? "",
                        site.GetProperty("line"u8).GetInt32(),
                        site.GetProperty("startLine"u8).GetInt32()),
                    ReadNames(site.GetProperty("via"u8)),
                    site.GetProperty("inuseBytes"u8).GetDouble(),
                    site.GetProperty("inuseObjects"u8).GetDouble())
                {
                    Callers = ReadNames(site.GetProperty("callers"u8)),

                    // Recordings of 0.1.0 do not have them.
                    Callees = site.TryGetProperty("callees"u8, out var callees) ? ReadNames(callees) : [],
                })]);
        }
        catch (Exception problem) when (problem is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new MalformedInputException($"{where}: The places of a heap profile cannot be read: {MalformedInputException.Quote(problem.Message)}", problem);
        }
    }

    private static void WriteNames(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> values)
    {
        writer.WriteStartArray(name);
        foreach (string value in values)
        {
            writer.WriteStringValue(value);
        }

        writer.WriteEndArray();
    }

    private static List<string> ReadNames(JsonElement array) => [.. array.EnumerateArray().Select(static name => name.GetString() ?? "")];
}
