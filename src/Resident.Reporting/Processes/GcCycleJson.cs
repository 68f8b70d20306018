using System.Text.Json;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes one GC cycle of a trace, or of a runtime's own memory, under the names of resident.gc/1, without the schema's own name.</summary>
public static class GcCycleJson
{
    /// <summary>Writes one object. Fields that the line's era does not print are null.</summary>
    public static void Write(Utf8JsonWriter writer, GcCycle cycle)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(cycle);
        writer.WriteStartObject();
        writer.WriteNumber("line"u8, cycle.Line);
        writer.WriteString("source"u8, cycle.Source);
        JsonFields.Write(writer, "time"u8, cycle.WallTime);
        writer.WriteNumber("gc"u8, cycle.Number);
        JsonFields.Write(writer, "atSeconds"u8, cycle.AtSeconds);
        JsonFields.Write(writer, "clockMs"u8, cycle.ClockMilliseconds);
        JsonFields.Write(writer, "cpuMs"u8, cycle.CpuMilliseconds);
        writer.WriteNumber("pauseMs"u8, cycle.PauseMilliseconds);
        JsonFields.Write(writer, "heapStartMiB"u8, cycle.HeapStartMebibytes);
        JsonFields.Write(writer, "heapEndMiB"u8, cycle.HeapEndMebibytes);
        JsonFields.Write(writer, "heapLiveMiB"u8, cycle.HeapLiveMebibytes);
        JsonFields.Write(writer, "goalMiB"u8, cycle.GoalMebibytes);
        JsonFields.Write(writer, "stacksMiB"u8, cycle.StacksMebibytes);
        JsonFields.Write(writer, "globalsMiB"u8, cycle.GlobalsMebibytes);
        JsonFields.Write(writer, "procs"u8, cycle.Procs);
        writer.WriteBoolean("forced"u8, cycle.Forced);
        writer.WriteString("era"u8, cycle.Era);
        writer.WriteBoolean("repaired"u8, cycle.Repaired);
        writer.WriteEndObject();
    }
}
