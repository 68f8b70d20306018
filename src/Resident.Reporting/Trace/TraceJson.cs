using System.Buffers;
using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Trace;

/// <summary>Writes GC cycles and scavenger lines as JSON, schema <c>resident.gc/1</c>: one object a line of output.</summary>
/// <remarks>A field that the line's era does not print is null. A scavenger's object has null in all fields of a cycle, and
/// its figures in <c>scav</c>, in KiB; a cycle's object has <c>scav</c> null.</remarks>
public static class TraceJson
{
    private const string Schema = "resident.gc/1";

    /// <summary>Writes one cycle and a newline.</summary>
    public static void Write(IBufferWriter<byte> output, GcCycle cycle)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            Begin(json, cycle.Line, cycle.Source, cycle.WallTime);
            json.WriteNumber("gc"u8, cycle.Number);
            Number(json, "atSeconds"u8, cycle.AtSeconds);
            Numbers(json, "clockMs"u8, cycle.ClockMilliseconds);
            Numbers(json, "cpuMs"u8, cycle.CpuMilliseconds);
            Number(json, "heapStartMiB"u8, cycle.HeapStartMebibytes);
            Number(json, "heapEndMiB"u8, cycle.HeapEndMebibytes);
            Number(json, "heapLiveMiB"u8, cycle.HeapLiveMebibytes);
            Number(json, "goalMiB"u8, cycle.GoalMebibytes);
            Number(json, "stacksMiB"u8, cycle.StacksMebibytes);
            Number(json, "globalsMiB"u8, cycle.GlobalsMebibytes);
            Number(json, "procs"u8, cycle.Procs);
            json.WriteBoolean("forced"u8, cycle.Forced);
            json.WriteString("era"u8, cycle.Era);
            json.WriteBoolean("repaired"u8, cycle.Repaired);
            json.WriteNull("scav"u8);
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    /// <summary>Writes one scavenger line and a newline.</summary>
    public static void Write(IBufferWriter<byte> output, ScavengeEvent scavenge)
    {
        using (var json = new Utf8JsonWriter(output))
        {
            Begin(json, scavenge.Line, scavenge.Source, scavenge.WallTime);
            foreach (string name in (ReadOnlySpan<string>)
                ["gc", "atSeconds", "clockMs", "cpuMs", "heapStartMiB", "heapEndMiB", "heapLiveMiB", "goalMiB", "stacksMiB", "globalsMiB", "procs"])
            {
                json.WriteNull(name);
            }

            json.WriteBoolean("forced"u8, scavenge.Forced);
            json.WriteString("era"u8, scavenge.Era);
            json.WriteBoolean("repaired"u8, scavenge.Repaired);
            json.WriteStartObject("scav"u8);
            Number(json, "workKiB"u8, scavenge.Work?.Kibibytes);
            Number(json, "releasedKiB"u8, scavenge.Released?.Kibibytes);
            Number(json, "inuseKiB"u8, scavenge.Inuse?.Kibibytes);
            Number(json, "idleKiB"u8, scavenge.Idle?.Kibibytes);
            Number(json, "sysKiB"u8, scavenge.Sys?.Kibibytes);
            Number(json, "consumedKiB"u8, scavenge.Consumed?.Kibibytes);
            Number(json, "utilizationPercent"u8, scavenge.UtilizationPercent);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        output.Write("\n"u8);
    }

    private static void Begin(Utf8JsonWriter json, long line, string source, DateTimeOffset? time)
    {
        json.WriteStartObject();
        json.WriteString("schema"u8, Schema);
        json.WriteNumber("line"u8, line);
        json.WriteString("source"u8, source);
        if (time is null)
        {
            json.WriteNull("time"u8);
        }
        else
        {
            json.WriteString("time"u8, time.Value);
        }
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, double? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }

    private static void Number(Utf8JsonWriter json, ReadOnlySpan<byte> name, long? value)
    {
        if (value is null)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteNumber(name, value.Value);
        }
    }

    private static void Numbers(Utf8JsonWriter json, ReadOnlySpan<byte> name, IReadOnlyList<double> values)
    {
        if (values.Count == 0)
        {
            json.WriteNull(name);
            return;
        }

        json.WriteStartArray(name);
        foreach (double value in values)
        {
            json.WriteNumberValue(value);
        }

        json.WriteEndArray();
    }
}
