using Resident.Model;
using Resident.Sources.MemStats;

namespace Resident.Sources.Prometheus;

/// <summary>Makes a sample of the metrics of one moment.</summary>
public static class PrometheusSample
{
    private const double MostBytes = 1L << 52;

    /// <summary>Makes it.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="name">The target's name.</param>
    /// <param name="metrics">The values by the metrics' names, each one finite.</param>
    /// <param name="version">The Go runtime's version, or null.</param>
    /// <param name="groupPath">How the container is called, where its metrics are among them.</param>
    /// <returns>Null where neither RES nor the runtime's heap is told.</returns>
    public static Sample? Create(DateTimeOffset time, string name, IReadOnlyDictionary<string, double> metrics, string? version, string groupPath)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        var go = GoOf(time, name, metrics, version);
        var process = FindProcess(time, name, metrics);
        return process is null && go is null ? null : new Sample { Time = time, Process = process, Go = go, Cgroup = GroupOf(metrics, groupPath) };
    }

    /// <summary>Makes the kernel's part of it.</summary>
    /// <param name="time">The moment.</param>
    /// <param name="name">The target's name.</param>
    /// <param name="metrics">The values by the metrics' names, each one finite.</param>
    /// <returns>Null where RES is not told.</returns>
    public static ProcessMemory? FindProcess(DateTimeOffset time, string name, IReadOnlyDictionary<string, double> metrics)
    {
        ArgumentNullException.ThrowIfNull(metrics);
        return Bytes(metrics, PrometheusFormat.Resident) is { } res ? ProcessOf(time, name, res, metrics) : null;
    }

    private static GoMemory? GoOf(DateTimeOffset time, string name, IReadOnlyDictionary<string, double> metrics, string? version)
    {
        var builder = new MemStatsBuilder { Version = version };
        foreach (var metric in metrics)
        {
            if (metric.Value >= 0 && metric.Key.StartsWith("go_", StringComparison.Ordinal))
            {
                GoMetricNames.Store(metric.Key, metric.Value, builder);
            }
        }

        return builder["HeapAlloc"] is null && builder["HeapSys"] is null && builder["HeapMarked"] is null && builder["NextGC"] is null ? null : builder.Build("prometheus", name, time);
    }

    private static ProcessMemory ProcessOf(DateTimeOffset time, string name, ByteSize res, IReadOnlyDictionary<string, double> metrics) => new()
    {
        Pid = 0,
        TakenAt = time,
        StartTicks = 0,
        Comm = name,
        Virt = Bytes(metrics, "process_virtual_memory_bytes") ?? default,
        Res = res,
        Shr = default,
        Swap = default,
        Code = default,
        Data = default,
        PeakRes = default,
        PeakVirt = default,
        RssAnon = default,
        RssFile = default,
        RssShmem = default,
        PageTables = default,
        Locked = default,
        Threads = Count(metrics, "go_threads") ?? 0,
        MinorFaults = 0,
        MajorFaults = 0,
        CpuTime = metrics.TryGetValue("process_cpu_seconds_total", out double seconds) && seconds is >= 0 and < 1e10 ? TimeSpan.FromSeconds(seconds) : default,
        Stat = "",
        Tty = "?",
        OpenFiles = Count(metrics, "process_open_fds"),
        IsPartial = true,
    };

    private static CgroupMemory? GroupOf(IReadOnlyDictionary<string, double> metrics, string path)
    {
        if (Bytes(metrics, "container_memory_usage_bytes") is not { } usage)
        {
            return null;
        }

        var stat = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var (figure, metric) in (ReadOnlySpan<(string, string)>)
            [("anon", "container_memory_rss"), ("file", "container_memory_cache"), ("file_mapped", "container_memory_mapped_file"), ("kernel", "container_memory_kernel_usage")])
        {
            if (Bytes(metrics, metric) is { } size)
            {
                stat[figure] = size.Bytes;
            }
        }

        return new()
        {
            Version = 2,
            Path = path,
            Usage = usage,
            Swap = Bytes(metrics, "container_memory_swap"),
            // 0 is no limit; cgroup v1's "none" is 2^63 less a page.
            Limit = Bytes(metrics, "container_spec_memory_limit_bytes") is { Bytes: > 0 } limit ? limit : null,
            Stat = stat,
        };
    }

    private static ByteSize? Bytes(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out double value) && value is >= 0 and <= MostBytes ? new ByteSize((long)value) : null;

    private static int? Count(IReadOnlyDictionary<string, double> metrics, string name) =>
        metrics.TryGetValue(name, out double value) && value is >= 0 and <= int.MaxValue ? (int)value : null;
}
