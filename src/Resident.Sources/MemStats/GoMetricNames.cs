using System.Collections.Frozen;

namespace Resident.Sources.MemStats;

/// <summary>What the metrics of Go programs are called in Prometheus' formats, and which figure of runtime.MemStats
/// each is.</summary>
/// <remarks>Source: the Go collectors of client_golang, from the older ones' go_memstats_* to runtime/metrics'
/// go_gc_*.</remarks>
internal static class GoMetricNames
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

    private static readonly string[] Scaled = ["go_gc_gogc_percent", "go_gc_duration_seconds_sum", "go_memstats_last_gc_time_seconds", "go_memstats_gc_cpu_fraction"];

    /// <summary>Gets the names of all metrics that tell of a Go program's memory.</summary>
    public static IEnumerable<string> All => Names.Keys.Concat(Scaled);

    /// <summary>Puts a metric's value where it belongs; one of another name is passed over.</summary>
    /// <param name="name">The metric, without labels.</param>
    /// <param name="number">Its value, finite and not negative.</param>
    /// <param name="builder">Takes it.</param>
    public static void Store(string name, double number, MemStatsBuilder builder)
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
}
