using System.Buffers;
using System.Text.Json;
using Resident.Model;
using Resident.Reporting.Processes;

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
            JsonFields.Write(json, "atSeconds"u8, cycle.AtSeconds);
            JsonFields.Write(json, "clockMs"u8, cycle.ClockMilliseconds);
            JsonFields.Write(json, "cpuMs"u8, cycle.CpuMilliseconds);
            JsonFields.Write(json, "heapStartMiB"u8, cycle.HeapStartMebibytes);
            JsonFields.Write(json, "heapEndMiB"u8, cycle.HeapEndMebibytes);
            JsonFields.Write(json, "heapLiveMiB"u8, cycle.HeapLiveMebibytes);
            JsonFields.Write(json, "goalMiB"u8, cycle.GoalMebibytes);
            JsonFields.Write(json, "stacksMiB"u8, cycle.StacksMebibytes);
            JsonFields.Write(json, "globalsMiB"u8, cycle.GlobalsMebibytes);
            JsonFields.Write(json, "procs"u8, cycle.Procs);
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
            JsonFields.Write(json, "workKiB"u8, scavenge.Work?.Kibibytes);
            JsonFields.Write(json, "releasedKiB"u8, scavenge.Released?.Kibibytes);
            JsonFields.Write(json, "inuseKiB"u8, scavenge.Inuse?.Kibibytes);
            JsonFields.Write(json, "idleKiB"u8, scavenge.Idle?.Kibibytes);
            JsonFields.Write(json, "sysKiB"u8, scavenge.Sys?.Kibibytes);
            JsonFields.Write(json, "consumedKiB"u8, scavenge.Consumed?.Kibibytes);
            JsonFields.Write(json, "utilizationPercent"u8, scavenge.UtilizationPercent);
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
        JsonFields.Write(json, "time"u8, time);
    }
}
