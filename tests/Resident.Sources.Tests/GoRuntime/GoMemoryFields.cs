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
            ["HeapAlloc"] = Bytes(memory.HeapAlloc),
            ["HeapSys"] = Bytes(memory.HeapSys),
            ["HeapIdle"] = Bytes(memory.HeapIdle),
            ["HeapInuse"] = Bytes(memory.HeapInuse),
            ["HeapReleased"] = Bytes(memory.HeapReleased),
            ["HeapObjects"] = memory.HeapObjects,
            ["StackInuse"] = Bytes(memory.StackInuse),
            ["StackSys"] = Bytes(memory.StackSys),
            ["MSpanInuse"] = Bytes(memory.MSpanInuse),
            ["MSpanSys"] = Bytes(memory.MSpanSys),
            ["MCacheInuse"] = Bytes(memory.MCacheInuse),
            ["MCacheSys"] = Bytes(memory.MCacheSys),
            ["BuckHashSys"] = Bytes(memory.BuckHashSys),
            ["GCSys"] = Bytes(memory.GCSys),
            ["OtherSys"] = Bytes(memory.OtherSys),
            ["Sys"] = Bytes(memory.Sys),
            ["NextGC"] = Bytes(memory.NextGC),
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

    /// <summary>Holds a sample of a quiet target against what the target told of itself before and after.</summary>
    public static void AssertBetween(GoMemory read, Dictionary<string, long> before, Dictionary<string, long> after)
    {
        string[] outside = Of(read)
            .Where(field => field.Value is null
                || field.Value < Math.Min(before[field.Key], after[field.Key])
                || field.Value > Math.Max(before[field.Key], after[field.Key]))
            .Select(field => $"{field.Key}: read {field.Value}, told {before[field.Key]} and {after[field.Key]}")
            .ToArray();
        Assert.True(outside.Length == 0, string.Join('\n', outside));
    }

    private static long? Bytes(ByteSize? size) => size is { } known ? known.Bytes : null;
}
