using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes a sample as resident.sample/1: what <c>resident stat --json</c> prints and the page reads.</summary>
/// <remarks><c>{"schema":"resident.sample/1","time":"...","run":0,"process":{...},"cgroup":{...},"go":{...},"gc":[...],"warnings":[...]}</c>. Parts
/// that the target does not have are null. Warnings are those of the sample, then those of the process, each once.</remarks>
public static class SampleJson
{
    /// <summary>The schema's name and version.</summary>
    public const string Schema = "resident.sample/1";

    // The text goes to a pipe or a file, not into HTML: names stay readable.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes one sample and a line feed: a stream has one document a line.</summary>
    /// <param name="output">Where it goes.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="isWhole">Whether the lists of runtime.MemStats are written too: the pauses of the last 256 cycles and the objects of each size class.</param>
    public static void WriteLine(IBufferWriter<byte> output, Sample sample, bool isWhole = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        using (var writer = new Utf8JsonWriter(output, Options))
        {
            Write(writer, sample, isWhole);
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes one object.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="sample">The sample.</param>
    /// <param name="isWhole">Whether the lists of runtime.MemStats are written too: the pauses of the last 256 cycles and the objects of each size class.</param>
    public static void Write(Utf8JsonWriter writer, Sample sample, bool isWhole = false)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(sample);
        writer.WriteStartObject();
        writer.WriteString("schema"u8, Schema);
        writer.WriteString("time"u8, sample.Time);
        writer.WriteNumber("run"u8, sample.Run);
        WriteParts(writer, sample, isWhole);
        writer.WriteStartArray("gc"u8);
        foreach (var cycle in sample.GcCycles)
        {
            GcCycleJson.Write(writer, cycle);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("warnings"u8);
        foreach (string warning in sample.Warnings.Concat(sample.Process?.Warnings ?? []).Distinct(StringComparer.Ordinal))
        {
            writer.WriteStringValue(warning);
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteParts(Utf8JsonWriter writer, Sample sample, bool isWhole)
    {
        if (sample.Process is { } process)
        {
            writer.WritePropertyName("process"u8);
            ProcessJson.Write(writer, process);
        }
        else
        {
            writer.WriteNull("process"u8);
        }

        if (sample.Cgroup is { } cgroup)
        {
            writer.WritePropertyName("cgroup"u8);
            CgroupJson.Write(writer, cgroup);
        }
        else
        {
            writer.WriteNull("cgroup"u8);
        }

        if (sample.Go is { } go)
        {
            writer.WritePropertyName("go"u8);
            GoJson.Write(writer, go, isWhole);
        }
        else
        {
            writer.WriteNull("go"u8);
        }
    }
}
