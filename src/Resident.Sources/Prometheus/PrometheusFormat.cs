using Resident.Sources.MemStats;

namespace Resident.Sources.Prometheus;

/// <summary>Names and bounds of Prometheus' HTTP API, version 1, as Prometheus, VictoriaMetrics, Thanos and Mimir serve
/// it.</summary>
/// <remarks>https://prometheus.io/docs/prometheus/latest/querying/api/:
/// <c>{"status":"success","data":{"resultType":"matrix","result":[
/// {"metric":{"__name__":"up","job":"x"},"values":[[1435781430.781,"1"]]}]}}</c>.</remarks>
public static class PrometheusFormat
{
    /// <summary>The label that holds a metric's name.</summary>
    public const string NameLabel = "__name__";

    /// <summary>When the process started, seconds since 1970: the same for each sample of one process.</summary>
    public const string StartTime = "process_start_time_seconds";

    /// <summary>RES.</summary>
    public const string Resident = "process_resident_memory_bytes";

    /// <summary>The metric that has the runtime's version as a label.</summary>
    public const string GoInfo = "go_info";

    /// <summary>A server refuses a query of more points a series than this. Source: web/api/v1/api.go in
    /// Prometheus.</summary>
    public const int MaxPointsASeries = 11_000;

    internal const string ApiPath = "/api/v1/";
    internal const string RangePath = ApiPath + "query_range";
    internal const string QueryPath = ApiPath + "query";
    internal const string SeriesPath = ApiPath + "series";

    /// <summary>Gets the metrics of a process and its Go runtime that are asked for.</summary>
    public static IReadOnlyList<string> ProcessMetrics { get; } =
    [
        StartTime, Resident, "process_virtual_memory_bytes", "process_open_fds", "process_cpu_seconds_total", "go_threads", GoInfo, .. GoMetricNames.All,
    ];

    /// <summary>Gets the metrics of a container that are asked for, as cAdvisor names them.</summary>
    public static IReadOnlyList<string> ContainerMetrics { get; } =
    [
        "container_memory_usage_bytes", "container_memory_rss", "container_memory_cache", "container_memory_mapped_file", "container_memory_swap",
        "container_memory_kernel_usage", "container_spec_memory_limit_bytes",
    ];

    /// <summary>Writes a selector of series: each label has exactly this value.</summary>
    public static string SelectorOf(IEnumerable<KeyValuePair<string, string>> labels)
    {
        ArgumentNullException.ThrowIfNull(labels);
        return "{" + string.Join(',', labels.Select(static label => $"{label.Key}=\"{Escape(label.Value)}\"")) + "}";
    }

    /// <summary>Writes a value as it stands between the quotes of a selector.</summary>
    public static string Escape(string value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
    }
}
