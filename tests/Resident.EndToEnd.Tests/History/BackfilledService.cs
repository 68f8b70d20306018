using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Resident.EndToEnd.Tests.History;

/// <summary>Three days of scrapes, every 30 s, of a service that leaks 4 MiB an hour, has office hours and was
/// restarted after 1.8 days; a minute of scrapes is missing there.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Noise needs no secrets, and a run must be repeatable.")]
internal sealed class BackfilledService(DateTimeOffset end)
{
    /// <summary>What it leaks an hour.</summary>
    public const double LeakedMebibytesAnHour = 4;

    private const double Mebibyte = 1 << 20;
    private const int StepSeconds = 30;
    private const double Days = 3;
    private const double DaysBeforeTheRestart = 1.8;

    private readonly SortedDictionary<string, List<(long UnixMs, double Value)>> _series = new(StringComparer.Ordinal);
    private readonly Random _random = new(7);

    /// <summary>Writes it as one line a sample, milliseconds behind the value: what VictoriaMetrics imports.</summary>
    public string ToPrometheusText() => Write(isOpenMetrics: false);

    /// <summary>Writes it as OpenMetrics, a family after the other, seconds behind the value: what promtool makes
    /// blocks of.</summary>
    public string ToOpenMetrics() => Write(isOpenMetrics: true);

    private string Write(bool isOpenMetrics)
    {
        if (_series.Count == 0)
        {
            Simulate();
        }

        var text = new StringBuilder();
        foreach (var (series, points) in _series)
        {
            string name = series[..series.IndexOf('{', StringComparison.Ordinal)];
            if (isOpenMetrics)
            {
                string family = name.EndsWith("_total", StringComparison.Ordinal) ? name[..^6] : name.EndsWith("_count", StringComparison.Ordinal) ? name[..^6] : name;
                string type = name.EndsWith("_total", StringComparison.Ordinal) ? "counter" : name.EndsWith("_count", StringComparison.Ordinal) ? "summary" : "gauge";
                _ = text.Append(CultureInfo.InvariantCulture, $"# TYPE {family} {type}\n");
            }

            foreach (var (time, value) in points)
            {
                string at = isOpenMetrics ? (time / 1_000.0).ToString("0.000", CultureInfo.InvariantCulture) : time.ToString(CultureInfo.InvariantCulture);
                _ = text.Append(CultureInfo.InvariantCulture, $"{series} {value:R} {at}\n");
            }
        }

        return text.Append(isOpenMetrics ? "# EOF\n" : "").ToString();
    }

    private void Simulate()
    {
        var first = end.AddDays(-Days);
        var restart = first.AddDays(DaysBeforeTheRestart);
        var start = first.AddSeconds(-3);
        double cycles = 0;
        for (var time = first; time <= end; time = time.AddSeconds(StepSeconds))
        {
            if (time >= restart && start < restart)
            {
                if (time < restart.AddSeconds(60))
                {
                    continue;
                }

                (start, cycles) = (restart.AddSeconds(55), 0);
            }

            cycles += 3;
            AddMoment(time, start, cycles);
        }
    }

    private void AddMoment(DateTimeOffset time, DateTimeOffset start, double cycles)
    {
        double hours = (time - start).TotalHours;
        double live = (60 + (LeakedMebibytesAnHour * hours) + (2 * Math.Sin(2 * Math.PI * time.TimeOfDay.TotalDays)) + _random.NextDouble()) * Mebibyte;
        double allocated = live * (1 + _random.NextDouble());
        double inuse = allocated * 1.04;
        double idle = Math.Max(0, (live * 2.1) - inuse);
        const double Stacks = 1.25 * Mebibyte;
        (string Name, double Value)[] metrics =
        [
            ("process_resident_memory_bytes", inuse + (0.9 * idle) + Stacks + (0.04 * live) + (15 * Mebibyte)), ("process_virtual_memory_bytes", 1.2e9),
            ("process_start_time_seconds", start.ToUnixTimeMilliseconds() / 1_000.0), ("process_open_fds", 12), ("process_cpu_seconds_total", cycles / 10), ("go_threads", 9),
            ("go_goroutines", 23), ("go_memstats_heap_alloc_bytes", allocated), ("go_memstats_alloc_bytes_total", cycles * 60 * Mebibyte), ("go_memstats_heap_inuse_bytes", inuse),
            ("go_memstats_heap_idle_bytes", idle), ("go_memstats_heap_released_bytes", 0.1 * idle), ("go_memstats_heap_sys_bytes", inuse + idle),
            ("go_memstats_stack_inuse_bytes", Stacks), ("go_memstats_sys_bytes", (2.15 * live) + (8 * Mebibyte)), ("go_memstats_next_gc_bytes", (2 * live) + Stacks),
            ("go_gc_duration_seconds_count", cycles),
        ];
        foreach (var (name, value) in metrics)
        {
            Add($$"""{{name}}{instance="10.0.0.7:6060",job="orders"}""", time, name is "process_start_time_seconds" ? value : Math.Round(value));
        }

        Add("""go_info{instance="10.0.0.7:6060",job="orders",version="go1.22.5"}""", time, 1);
    }

    private void Add(string series, DateTimeOffset time, double value)
    {
        if (!_series.TryGetValue(series, out var points))
        {
            _series.Add(series, points = []);
        }

        points.Add((time.ToUnixTimeMilliseconds(), value));
    }
}
