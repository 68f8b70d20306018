using Resident.Model;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Prometheus;

/// <summary>Reads what a Prometheus server kept of a target, as samples.</summary>
public sealed class PrometheusHistoryReader
{
    private const int MostSamples = 50_000;
    private static readonly TimeSpan UsualInterval = TimeSpan.FromSeconds(15);

    // The labels that cAdvisor's metrics have of their own.
    private static readonly string[] ContainerLabels = ["container", "container_name"];

    private readonly PrometheusReader _reader;

    /// <summary>Initializes a new instance of the <see cref="PrometheusHistoryReader"/> class.</summary>
    /// <param name="reader">Asks the server.</param>
    public PrometheusHistoryReader(PrometheusReader reader)
    {
        _reader = reader;
    }

    /// <summary>Reads it.</summary>
    /// <param name="target">The target.</param>
    /// <param name="from">From when.</param>
    /// <param name="to">Until when.</param>
    /// <param name="step">The time between two samples, or null for the server's scrape interval, lengthened where that
    /// gives more than 50,000 samples.</param>
    /// <param name="onPart">Is told the share that is read, 0 to 1; may be null.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached, or refuses.</exception>
    /// <exception cref="MalformedInputException">The answer is none of Prometheus' API.</exception>
    /// <exception cref="LimitExceededException">An answer is too large or too slow.</exception>
    public async Task<PrometheusHistory> ReadAsync(
        PrometheusTarget target, DateTimeOffset from, DateTimeOffset to, TimeSpan? step, Action<double>? onPart, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(target);
        var every = step ?? Spaced(await IntervalAsync(target, to, cancellationToken).ConfigureAwait(false), to - from);
        // Servers round to whole steps, each in its own way.
        var start = Align(from, every);
        string names = string.Join('|', PrometheusFormat.ProcessMetrics);
        string query = $"{{__name__=~\"{names}\",{target.Selector[1..]}";
        var series = await _reader.QueryRangeAsync(query, start, to, every, onPart, cancellationToken).ConfigureAwait(false);
        var own = series.Where(one => target.Has(one.Labels, "version")).ToList();
        // What a server says of a moment is the last sample before it, of minutes ago where it could not scrape.
        var scraped = await _reader.QueryRangeAsync($"timestamp({PrometheusFormat.Resident}{target.Selector})", start, to, every, onPart: null, cancellationToken).ConfigureAwait(false);
        var (group, path) = await ReadGroupAsync(target, start, to, every, cancellationToken).ConfigureAwait(false);
        return Join(target, own, group, path, scraped.FirstOrDefault(one => target.Has(one.Labels))) with { Step = every };
    }

    private static DateTimeOffset Align(DateTimeOffset time, TimeSpan step)
    {
        long seconds = (long)step.TotalSeconds;
        return DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds() / seconds * seconds);
    }

    private static TimeSpan Spaced(TimeSpan interval, TimeSpan window)
    {
        double times = Math.Ceiling(window.TotalSeconds / MostSamples / interval.TotalSeconds);
        return interval * Math.Max(1, times);
    }

    private static PrometheusHistory Join(PrometheusTarget target, List<PrometheusSeries> own, List<PrometheusSeries> group, string path, PrometheusSeries? scraped)
    {
        var moments = new SortedDictionary<long, Dictionary<string, double>>();
        var versions = new Dictionary<long, string>();
        foreach (var series in own)
        {
            for (int i = 0; i < series.UnixMs.Count; i++)
            {
                if (!moments.TryGetValue(series.UnixMs[i], out var metrics))
                {
                    moments.Add(series.UnixMs[i], metrics = new(StringComparer.Ordinal));
                }

                metrics[series.Name] = series.Values[i];
                if (series.Name is PrometheusFormat.GoInfo && series.Labels.TryGetValue("version", out string? version))
                {
                    versions[series.UnixMs[i]] = version;
                }
            }
        }

        AddGroup(moments, group);
        var times = scraped is null ? [] : scraped.UnixMs.Zip(scraped.Values).ToDictionary(static pair => pair.First, static pair => (long)Math.Round(pair.Second * 1_000));
        var runs = new PrometheusRuns();
        var samples = new List<Sample>(moments.Count);
        long last = long.MinValue;
        foreach (var (time, metrics) in moments)
        {
            long scrapedAt = times.TryGetValue(time, out long known) && known > 0 && known <= time ? known : time;
            if (scrapedAt > last
                && PrometheusSample.Create(DateTimeOffset.FromUnixTimeMilliseconds(scrapedAt), target.Name, metrics, versions.GetValueOrDefault(time), path) is { } sample)
            {
                last = scrapedAt;
                samples.Add(runs.Take(sample, metrics.TryGetValue(PrometheusFormat.StartTime, out double start) ? start : null));
            }
        }

        return new() { Target = target, Samples = samples, Starts = runs.Starts, Step = default, Warnings = runs.Warnings };
    }

    // Containers are scraped by another scraper: only the moments of the process are of use.
    private static void AddGroup(SortedDictionary<long, Dictionary<string, double>> moments, List<PrometheusSeries> group)
    {
        foreach (var series in group)
        {
            for (int i = 0; i < series.UnixMs.Count; i++)
            {
                if (moments.TryGetValue(series.UnixMs[i], out var metrics))
                {
                    metrics[series.Name] = series.Values[i];
                }
            }
        }
    }

    private async Task<TimeSpan> IntervalAsync(PrometheusTarget target, DateTimeOffset to, CancellationToken cancellationToken)
    {
        // A range of a plain metric gives the samples as they were scraped.
        var scraped = await _reader.QueryAsync($"{PrometheusFormat.Resident}{target.Selector}[10m]", to, cancellationToken).ConfigureAwait(false);
        if (scraped is not [{ UnixMs: { Count: > 2 } times }])
        {
            return UsualInterval;
        }

        long[] gaps = [.. times.Zip(times.Skip(1), static (early, late) => late - early).Order()];
        return TimeSpan.FromSeconds(Math.Max(1, Math.Round(gaps[gaps.Length / 2] / 1_000.0)));
    }

    // The container that the process runs in, as far as one can be told by the pod and the container's name.
    private async Task<(List<PrometheusSeries> Series, string Path)> ReadGroupAsync(
        PrometheusTarget target, DateTimeOffset from, DateTimeOffset to, TimeSpan step, CancellationToken cancellationToken)
    {
        if (target.Pod is not { } pod)
        {
            return ([], "/");
        }

        string space = target.Namespace is { } known ? $",namespace=\"{PrometheusFormat.Escape(known)}\"" : "";
        string names = string.Join('|', PrometheusFormat.ContainerMetrics);
        string query = $"{{__name__=~\"{names}\",pod=\"{PrometheusFormat.Escape(pod)}\"{space},container!=\"\",container!=\"POD\"}}";
        var all = await _reader.QueryRangeAsync(query, from, to, step, onPart: null, cancellationToken).ConfigureAwait(false);
        var byContainer = all.GroupBy(static series => series.Labels.GetValueOrDefault("container") ?? "", StringComparer.Ordinal).ToList();
        string? wanted = ContainerLabels.Select(target.Label).FirstOrDefault(static value => value is not null);
        var found = byContainer.Find(group => string.Equals(group.Key, wanted, StringComparison.Ordinal)) ?? (byContainer.Count == 1 ? byContainer[0] : null);
        return found is null ? ([], "/") : ([.. found], $"/{target.Namespace ?? "pod"}/{pod}/{found.Key}");
    }
}
