using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes the Go runtime's view: the object <c>go</c> of resident.sample/1, with the names and units of runtime.MemStats.</summary>
public static class GoJson
{
    /// <summary>Writes one object. Figures that the source does not tell are null.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="go">The figures.</param>
    /// <param name="isWhole">Whether the rest of runtime.MemStats is written too: the pauses of the last 256 cycles and the objects of each
    /// size class; and the phases of the last cycle.</param>
    public static void Write(Utf8JsonWriter writer, GoMemory go, bool isWhole)
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
        if (isWhole)
        {
            writer.WriteBoolean("isConsistent"u8, go.IsConsistent);
            WriteLastCycle(writer, go.LastCycle);
            // By runtime/mstats.go the first is HeapAlloc again, and the others are constants.
            JsonFields.Write(writer, "Alloc"u8, go.HeapAlloc);
            writer.WriteBoolean("EnableGC"u8, value: true);
            writer.WriteBoolean("DebugGC"u8, value: false);
            WritePauses(writer, go);
            WriteBySize(writer, go.BySize);
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
        JsonFields.Write(writer, "LastGC"u8, go.LastGCUnixNs ?? (go.NumGC is 0 ? 0 : null));
        JsonFields.Write(writer, "GCCPUFraction"u8, go.GCCPUFraction);
    }

    // As Go's own JSON of runtime.MemStats: rings in which cycle N stands at (N + 255) % 256.
    private static void WritePauses(Utf8JsonWriter writer, GoMemory go)
    {
        if (go.Pauses.Count == 0 && go.NumGC is not 0)
        {
            writer.WriteNull("PauseNs"u8);
            writer.WriteNull("PauseEnd"u8);
            return;
        }

        Span<long> lengths = stackalloc long[GcPause.RingLength];
        Span<long> ends = stackalloc long[GcPause.RingLength];
        lengths.Clear();
        ends.Clear();
        foreach (var pause in go.Pauses)
        {
            int slot = GcPause.SlotOf(pause.Number);
            (lengths[slot], ends[slot]) = (pause.PauseNs, pause.EndUnixNs);
        }

        WriteNumbers(writer, "PauseNs"u8, lengths);
        WriteNumbers(writer, "PauseEnd"u8, ends);
    }

    private static void WriteNumbers(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ReadOnlySpan<long> numbers)
    {
        writer.WriteStartArray(name);
        foreach (long number in numbers)
        {
            writer.WriteNumberValue(number);
        }

        writer.WriteEndArray();
    }

    private static void WriteBySize(Utf8JsonWriter writer, IReadOnlyList<GoSizeClassCount> counts)
    {
        if (counts.Count == 0)
        {
            writer.WriteNull("BySize"u8);
            return;
        }

        writer.WriteStartArray("BySize"u8);
        foreach (var (size, mallocs, frees) in counts)
        {
            writer.WriteStartObject();
            writer.WriteNumber("Size"u8, size);
            writer.WriteNumber("Mallocs"u8, mallocs);
            writer.WriteNumber("Frees"u8, frees);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLastCycle(Utf8JsonWriter writer, GoGcPhases? cycle)
    {
        if (cycle is null)
        {
            writer.WriteNull("lastCycle"u8);
            return;
        }

        writer.WriteStartObject("lastCycle"u8);
        writer.WriteNumber("sweepTerminationNs"u8, cycle.SweepTerminationNs);
        writer.WriteNumber("markNs"u8, cycle.MarkNs);
        writer.WriteNumber("markTerminationNs"u8, cycle.MarkTerminationNs);
        JsonFields.Write(writer, "heapStart"u8, cycle.HeapStart);
        JsonFields.Write(writer, "heapEnd"u8, cycle.HeapEnd);
        JsonFields.Write(writer, "heapMarked"u8, cycle.HeapMarked);
        writer.WriteBoolean("forced"u8, cycle.IsForced);
        writer.WriteEndObject();
    }
}
