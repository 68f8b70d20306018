using System.Buffers.Text;
using System.Collections.Frozen;
using System.Text;
using Resident.Model;
using Resident.Sources.MemStats;

namespace Resident.Sources.OpenMetrics;

/// <summary>Parses the Go runtime's figures in the Prometheus text format and OpenMetrics, as served at /metrics.</summary>
/// <remarks><c>go_memstats_heap_inuse_bytes 4.273766e+07</c>, <c>go_info{version="go1.26.5"} 1</c>. Sources: Prometheus text format 0.0.4,
/// OpenMetrics 1.0, the collectors of client_golang. Since its version 1.12 with Go 1.17 serving it does not stop the world.</remarks>
public static class OpenMetricsParser
{
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["go_memstats_alloc_bytes"] = "Alloc",
        ["go_memstats_alloc_bytes_total"] = "TotalAlloc",
        ["go_memstats_sys_bytes"] = "Sys",
        ["go_memstats_lookups_total"] = "Lookups",
        ["go_memstats_mallocs_total"] = "Mallocs",
        ["go_memstats_frees_total"] = "Frees",
        ["go_memstats_heap_alloc_bytes"] = "HeapAlloc",
        ["go_memstats_heap_sys_bytes"] = "HeapSys",
        ["go_memstats_heap_idle_bytes"] = "HeapIdle",
        ["go_memstats_heap_inuse_bytes"] = "HeapInuse",
        ["go_memstats_heap_released_bytes"] = "HeapReleased",
        ["go_memstats_heap_objects"] = "HeapObjects",
        ["go_memstats_stack_inuse_bytes"] = "StackInuse",
        ["go_memstats_stack_sys_bytes"] = "StackSys",
        ["go_memstats_mspan_inuse_bytes"] = "MSpanInuse",
        ["go_memstats_mspan_sys_bytes"] = "MSpanSys",
        ["go_memstats_mcache_inuse_bytes"] = "MCacheInuse",
        ["go_memstats_mcache_sys_bytes"] = "MCacheSys",
        ["go_memstats_buck_hash_sys_bytes"] = "BuckHashSys",
        ["go_memstats_gc_sys_bytes"] = "GCSys",
        ["go_memstats_other_sys_bytes"] = "OtherSys",
        ["go_memstats_next_gc_bytes"] = "NextGC",
        ["go_gc_duration_seconds_count"] = "NumGC",
        ["go_gc_cycles_total_gc_cycles_total"] = "NumGC",
        ["go_gc_cycles_forced_gc_cycles_total"] = "NumForcedGC",
        ["go_gc_heap_live_bytes"] = "HeapMarked",
        ["go_gc_heap_goal_bytes"] = "NextGC",
        ["go_gc_gomemlimit_bytes"] = "MemoryLimit",
        ["go_goroutines"] = "Goroutines",
    }.ToFrozenDictionary();

    /// <summary>Parses the text.</summary>
    /// <param name="text">Its bytes.</param>
    /// <param name="source">The address that messages use.</param>
    /// <param name="takenAt">When it was read.</param>
    /// <exception cref="MalformedInputException">It has none of the Go runtime's heap figures.</exception>
    public static GoMemory Parse(ReadOnlySpan<byte> text, string source, DateTimeOffset takenAt)
    {
        var builder = new MemStatsBuilder();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = text[range].TrimEnd((byte)'\r');
            if (line.StartsWith("go_"u8))
            {
                ReadLine(line, builder);
            }
        }

        return builder["HeapSys"] is null && builder["HeapAlloc"] is null
            ? throw new MalformedInputException(
                $"{source}: Expected metrics of a Go program with go_memstats_heap_alloc_bytes, found {builder.FigureCount} figures of the Go runtime.")
            : builder.Build("metrics", source, takenAt);
    }

    private static void ReadLine(ReadOnlySpan<byte> line, MemStatsBuilder builder)
    {
        int nameEnd = line.IndexOfAny((byte)' ', (byte)'\t', (byte)'{');
        if (nameEnd < 0)
        {
            return;
        }

        if (line[nameEnd] == '{')
        {
            if (line.StartsWith("go_info{"u8))
            {
                builder.Version = Label(line, "version=\""u8) ?? builder.Version;
            }

            return;
        }

        var value = line[nameEnd..].Trim(" \t"u8);
        int valueEnd = value.IndexOfAny((byte)' ', (byte)'\t');
        value = valueEnd < 0 ? value : value[..valueEnd];
        if (Utf8Parser.TryParse(value, out double number, out int used) && used == value.Length && double.IsFinite(number) && number >= 0)
        {
            Store(Encoding.UTF8.GetString(line[..nameEnd]), number, builder);
        }
    }

    private static void Store(string name, double number, MemStatsBuilder builder)
    {
        const double TwoTo63 = 9_223_372_036_854_775_808;
        const double NanosecondsPerSecond = 1e9;
        long whole = number >= TwoTo63 ? long.MaxValue : (long)number;
        if (Names.TryGetValue(name, out string? figure))
        {
            builder[figure] = whole;
            return;
        }

        switch (name)
        {
            case "go_gc_gogc_percent":
                // Off is -1, which the runtime's unsigned metric shows as 2^64 - 1.
                builder["Gogc"] = whole > int.MaxValue ? -1 : whole;
                break;
            case "go_gc_duration_seconds_sum":
                builder["PauseTotalNs"] = number * NanosecondsPerSecond >= TwoTo63 ? long.MaxValue : (long)Math.Round(number * NanosecondsPerSecond);
                break;
            case "go_memstats_last_gc_time_seconds":
                builder["LastGC"] = number * NanosecondsPerSecond >= TwoTo63 ? 0 : (long)(number * NanosecondsPerSecond);
                break;
            case "go_memstats_gc_cpu_fraction":
                builder.GCCPUFraction = number <= 1 ? number : null;
                break;
        }
    }

    private static string? Label(ReadOnlySpan<byte> line, ReadOnlySpan<byte> start)
    {
        int at = line.IndexOf(start);
        var rest = at < 0 ? default : line[(at + start.Length)..];
        int end = rest.IndexOf((byte)'"');
        return end is > 0 and <= 200 ? Encoding.UTF8.GetString(rest[..end]) : null;
    }
}
