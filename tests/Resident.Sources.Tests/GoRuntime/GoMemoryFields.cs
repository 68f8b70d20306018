using System.Globalization;
using Resident.Model;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A sample's figures under the names of runtime.MemStats.</summary>
internal static class GoMemoryFields
{
    public static Dictionary<string, long?> Of(GoMemory memory)
    {
        var fields = new Dictionary<string, long?>(StringComparer.Ordinal)
        {
            ["HeapAlloc"] = memory.HeapAlloc?.Bytes,
            ["HeapSys"] = memory.HeapSys?.Bytes,
            ["HeapIdle"] = memory.HeapIdle?.Bytes,
            ["HeapInuse"] = memory.HeapInuse?.Bytes,
            ["HeapReleased"] = memory.HeapReleased?.Bytes,
            ["HeapObjects"] = memory.HeapObjects,
            ["StackInuse"] = memory.StackInuse?.Bytes,
            ["StackSys"] = memory.StackSys?.Bytes,
            ["MSpanInuse"] = memory.MSpanInuse?.Bytes,
            ["MSpanSys"] = memory.MSpanSys?.Bytes,
            ["MCacheInuse"] = memory.MCacheInuse?.Bytes,
            ["MCacheSys"] = memory.MCacheSys?.Bytes,
            ["BuckHashSys"] = memory.BuckHashSys?.Bytes,
            ["GCSys"] = memory.GCSys?.Bytes,
            ["OtherSys"] = memory.OtherSys?.Bytes,
            ["Sys"] = memory.Sys?.Bytes,
            ["NextGC"] = memory.NextGC?.Bytes,
            ["TotalAlloc"] = memory.TotalAlloc,
            ["Mallocs"] = memory.Mallocs,
            ["Frees"] = memory.Frees,
            ["Lookups"] = memory.Lookups,
            ["NumGC"] = memory.NumGC,
            ["NumForcedGC"] = memory.NumForcedGC,
            ["PauseTotalNs"] = memory.PauseTotalNs,
            ["Goroutines"] = memory.Goroutines,
        };
        foreach (var entry in memory.BySize)
        {
            fields[string.Create(CultureInfo.InvariantCulture, $"BySize{entry.Size}.Mallocs")] = entry.Mallocs;
            fields[string.Create(CultureInfo.InvariantCulture, $"BySize{entry.Size}.Frees")] = entry.Frees;
        }

        return fields;
    }
}
