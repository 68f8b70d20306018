using System.Text.Json;
using Resident.Monitoring.History;

namespace Resident.Web.Api;

/// <summary>Writes one GC cycle as the page reads it: the names of <c>resident.gc/1</c>, and what follows from them.</summary>
internal static class GcJson
{
    /// <summary>Writes the object.</summary>
    public static void Write(Utf8JsonWriter json, GcEntry entry)
    {
        var cycle = entry.Cycle;
        json.WriteStartObject();
        json.WriteNumber("t"u8, entry.UnixMs);
        json.WriteNumber("gc"u8, cycle.Number);
        JsonText.WriteFigure(json, "atSeconds"u8, cycle.AtSeconds);
        JsonText.WriteFigures(json, "clockMs"u8, cycle.ClockMilliseconds);
        JsonText.WriteFigures(json, "cpuMs"u8, cycle.CpuMilliseconds);
        JsonText.WriteFigure(json, "heapStartMiB"u8, cycle.HeapStartMebibytes);
        JsonText.WriteFigure(json, "heapEndMiB"u8, cycle.HeapEndMebibytes);
        JsonText.WriteFigure(json, "heapLiveMiB"u8, cycle.HeapLiveMebibytes);
        JsonText.WriteFigure(json, "goalMiB"u8, cycle.GoalMebibytes);
        JsonText.WriteFigure(json, "stacksMiB"u8, cycle.StacksMebibytes);
        JsonText.WriteFigure(json, "globalsMiB"u8, cycle.GlobalsMebibytes);
        JsonText.WriteFigure(json, "procs"u8, cycle.Procs);
        JsonText.WriteFigure(json, "pauseMs"u8, cycle.PauseMilliseconds);
        JsonText.WriteFigure(json, "cpuPercent"u8, entry.CpuPercent);
        JsonText.WriteFigure(json, "allocBytesPerSecond"u8, entry.AllocationRate);
        if (cycle.Forced)
        {
            json.WriteBoolean("forced"u8, value: true);
        }

        if (cycle.Repaired)
        {
            json.WriteBoolean("repaired"u8, value: true);
        }

        if (cycle.Source.Length > 0)
        {
            json.WriteString("source"u8, cycle.Source);
        }

        json.WriteString("era"u8, cycle.Era);
        json.WriteEndObject();
    }
}
