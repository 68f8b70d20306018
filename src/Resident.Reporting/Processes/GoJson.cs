using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes the Go runtime's view: the object <c>go</c> of resident.sample/1, with the names and units of runtime.MemStats.</summary>
public static class GoJson
{
    /// <summary>Writes one object. Figures that the source does not tell are null.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="go">The figures.</param>
    /// <param name="withPauses">Whether the ring of the last 256 pauses is written too.</param>
    public static void Write(Utf8JsonWriter writer, GoMemory go, bool withPauses)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(go);
        writer.WriteStartObject();
        WriteHeap(writer, go);
        WriteSystem(writer, go);
        WriteCollector(writer, go);
        JsonFields.Write(writer, "heapLive"u8, go.HeapLive);
        JsonFields.Write(writer, "heapMarked"u8, go.HeapMarked);
        JsonFields.Write(writer, "gogc"u8, go.Gogc);
        JsonFields.Write(writer, "memoryLimit"u8, go.MemoryLimit);
        JsonFields.Write(writer, "goroutines"u8, go.Goroutines);
        writer.WriteString("version"u8, go.Version);
        writer.WriteString("source"u8, go.Source);
        writer.WriteString("takenAt"u8, go.TakenAt);
        if (withPauses)
        {
            WritePauses(writer, go.Pauses);
        }

        writer.WriteEndObject();
    }

    private static void WriteHeap(Utf8JsonWriter writer, GoMemory go)
    {
        JsonFields.Write(writer, "HeapAlloc"u8, go.HeapAlloc);
        JsonFields.Write(writer, "HeapSys"u8, go.HeapSys);
        JsonFields.Write(writer, "HeapIdle"u8, go.HeapIdle);
        JsonFields.Write(writer, "HeapInuse"u8, go.HeapInuse);
        JsonFields.Write(writer, "HeapReleased"u8, go.HeapReleased);
        JsonFields.Write(writer, "HeapObjects"u8, go.HeapObjects);
        JsonFields.Write(writer, "TotalAlloc"u8, go.TotalAlloc);
        JsonFields.Write(writer, "Mallocs"u8, go.Mallocs);
        JsonFields.Write(writer, "Frees"u8, go.Frees);
        JsonFields.Write(writer, "Lookups"u8, go.Lookups);
    }

    private static void WriteSystem(Utf8JsonWriter writer, GoMemory go)
    {
        JsonFields.Write(writer, "StackInuse"u8, go.StackInuse);
        JsonFields.Write(writer, "StackSys"u8, go.StackSys);
        JsonFields.Write(writer, "MSpanInuse"u8, go.MSpanInuse);
        JsonFields.Write(writer, "MSpanSys"u8, go.MSpanSys);
        JsonFields.Write(writer, "MCacheInuse"u8, go.MCacheInuse);
        JsonFields.Write(writer, "MCacheSys"u8, go.MCacheSys);
        JsonFields.Write(writer, "BuckHashSys"u8, go.BuckHashSys);
        JsonFields.Write(writer, "GCSys"u8, go.GCSys);
        JsonFields.Write(writer, "OtherSys"u8, go.OtherSys);
        JsonFields.Write(writer, "Sys"u8, go.Sys);
    }

    private static void WriteCollector(Utf8JsonWriter writer, GoMemory go)
    {
        JsonFields.Write(writer, "NextGC"u8, go.NextGC);
        JsonFields.Write(writer, "NumGC"u8, go.NumGC);
        JsonFields.Write(writer, "NumForcedGC"u8, go.NumForcedGC);
        JsonFields.Write(writer, "PauseTotalNs"u8, go.PauseTotalNs);
        // Go's own JSON has nanoseconds since 1970 here, and so has this.
        JsonFields.Write(writer, "LastGC"u8, go.LastGC is { } end ? (end - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick : null);
        JsonFields.Write(writer, "GCCPUFraction"u8, go.GCCPUFraction);
    }

    private static void WritePauses(Utf8JsonWriter writer, IReadOnlyList<GcPause> pauses)
    {
        writer.WriteStartArray("pauses"u8);
        foreach (var pause in pauses)
        {
            writer.WriteStartObject();
            writer.WriteNumber("gc"u8, pause.Number);
            writer.WriteString("endedAt"u8, pause.EndedAt);
            writer.WriteNumber("pauseNs"u8, pause.PauseNs);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
