using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Prometheus;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Tests.Prometheus;

/// <summary>What becomes of scrapes with gaps, restarts, clocks that differ and values that are none.</summary>
public sealed class PrometheusHistoryReaderTests
{
    private const long Start = 1_700_000_000;
    private const long Step = 20;
    private const long Mebibyte = 1 << 20;

    private static readonly PrometheusTarget Target = new(new Dictionary<string, string>(StringComparer.Ordinal) { ["job"] = "orders", ["instance"] = "h:1" });

    [Fact]
    public async Task Read_AGap_StaysOne()
    {
        using var server = new MadeUpServer();
        foreach (long second in (long[])[0, 20, 40, 60, 400, 420, 440])
        {
            server.Add(PrometheusFormat.Resident, Start + second + 7, (100 + second) * Mebibyte);
        }

        var history = await ReadAsync(server, seconds: 600);

        Assert.Equal(TimeSpan.FromSeconds(Step), history.Step);
        Assert.Equal([7L, 27, 47, 67, 407, 427, 447], history.Samples.Select(static sample => sample.Time.ToUnixTimeSeconds() - Start));
        Assert.Equal((447 - 7 + 100) * Mebibyte, history.Samples[^1].Process!.Res.Bytes);
        Assert.True(history.Samples[^1].Process!.IsPartial);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Read_Restarts_BeginRuns(bool tellsItsStart)
    {
        using var server = new MadeUpServer();
        for (int i = 0; i < 30; i++)
        {
            int run = i / 10;
            long time = Start + (i * Step);
            server.Add(PrometheusFormat.Resident, time, 100 * Mebibyte);
            server.Add("go_memstats_heap_alloc_bytes", time, 50 * Mebibyte);
            server.Add("go_memstats_alloc_bytes_total", time, i % 10 * 70.0 * Mebibyte);
            if (tellsItsStart)
            {
                // The start is computed with the boot time in whole seconds: it wavers.
                server.Add(PrometheusFormat.StartTime, time, Start - 5 + (run * 10 * Step) + (i % 2));
            }
        }

        var history = await ReadAsync(server, 30 * Step);

        Assert.Equal([.. Enumerable.Range(0, 30).Select(static i => i / 10)], history.Samples.Select(static sample => sample.Run));
        Assert.Equal(tellsItsStart ? [Start - 5, Start + 195, Start + 395] : [null, null, null], history.Starts.Select(static start => start?.ToUnixTimeSeconds()));
        Assert.Empty(history.Warnings);
    }

    [Fact]
    public async Task Read_CountersThatFallWithinOneProcess_AreNoRestartAndSaid()
    {
        using var server = new MadeUpServer();
        for (int i = 0; i < 30; i++)
        {
            long time = Start + (i * Step);
            server.Add(PrometheusFormat.Resident, time, 100 * Mebibyte);
            server.Add("go_memstats_heap_alloc_bytes", time, 50 * Mebibyte);
            server.Add("go_memstats_alloc_bytes_total", time, ((i * 70.0) - (i % 3 == 2 ? 150 : 0) + 200) * Mebibyte);
            server.Add(PrometheusFormat.StartTime, time, Start - 5);
        }

        var history = await ReadAsync(server, 30 * Step);

        Assert.All(history.Samples, static sample => Assert.Equal(0, sample.Run));
        Assert.Equal(
            ["Counters fell 10 times without a restart. Two servers' or two processes' samples may stand under one name."],
            history.Warnings);
    }

    [Fact]
    public async Task Read_StartAfterTheFirstSample_IsLeftOutAndSaid()
    {
        using var server = new MadeUpServer();
        for (long time = Start; time < Start + 200; time += Step)
        {
            server.Add(PrometheusFormat.Resident, time, 100 * Mebibyte);
            server.Add(PrometheusFormat.StartTime, time, Start + 7_200);
        }

        var history = await ReadAsync(server, seconds: 180);

        Assert.Null(Assert.Single(history.Starts));
        Assert.Equal(
            "The process says that it started at 2023-11-15 00:13:20Z, after its first sample at 2023-11-14 22:13:20Z: its machine's clock and the server's differ. The start is left out.",
            Assert.Single(history.Warnings));
    }

    [Fact]
    public async Task Read_ValuesThatAreNone_AreNotZero()
    {
        using var server = new MadeUpServer();
        for (long time = Start; time < Start + 200; time += Step)
        {
            server.Add(PrometheusFormat.Resident, time, time == Start + Step ? "NaN" : "1.048576e+08");
            server.Add("go_memstats_heap_alloc_bytes", time, "-5");
            server.Add("go_memstats_next_gc_bytes", time, "1.8446744073709552e+19");
            server.Add("go_threads", time, "+Inf");
        }

        var history = await ReadAsync(server, seconds: 180);

        Assert.All(history.Samples, static sample => Assert.Null(sample.Go?.HeapAlloc));
        Assert.All(history.Samples.Where(static sample => sample.Process is not null), static sample => Assert.Equal((100 * Mebibyte, 0), (sample.Process!.Res.Bytes, sample.Process.Threads)));
        Assert.DoesNotContain(history.Samples, static sample => sample.Process is { Res.Bytes: 0 });
    }

    [Fact]
    public async Task Prepend_SameProcess_IsMeasuredAlikeAndAnotherIsLeftOut()
    {
        using var server = new MadeUpServer();
        for (long time = Start; time < Start + 1_000; time += Step)
        {
            server.Add(PrometheusFormat.Resident, time, (100 * Mebibyte) + (1024 * (time - Start)));
            server.Add(PrometheusFormat.StartTime, time, Start - 60);
            server.Add("go_memstats_heap_alloc_bytes", time, 60 * Mebibyte);
            server.Add("go_memstats_heap_inuse_bytes", time, 62 * Mebibyte);
            server.Add("go_memstats_next_gc_bytes", time, 80 * Mebibyte);
            server.Add("go_gc_duration_seconds_count", time, time - Start + 1);
        }

        var history = await ReadAsync(server, seconds: 980);
        var seen = SeenAt(Start + 1_000, startedAt: Start - 58);

        var joined = JoinedHistory.Prepend(seen, history);
        var other = JoinedHistory.Prepend(seen with { Target = seen.Target with { StartedAt = DateTimeOffset.FromUnixTimeSeconds(Start - 40) } }, history);

        Assert.Same(seen.Samples, other.Samples);
        Assert.Equal(51, joined.Samples.Count);
        Assert.Equal(("prometheus", Start), (joined.History!.Source, joined.History.From.ToUnixTimeSeconds()));
        // GOGC is known here, so it holds for the past too: (80 - 0) / 3.
        Assert.All(joined.Ledgers, static ledger => Assert.Equal(80 * Mebibyte / 3, ledger.ResidentOf(LedgerTermId.Live)!.Value.Bytes));
        Assert.Single(joined.Ledgers.Select(static ledger => string.Join(',', ledger.Terms.Select(static term => term.Id))).Distinct(StringComparer.Ordinal));
    }

    private static async Task<PrometheusHistory> ReadAsync(MadeUpServer server, long seconds) => await new PrometheusHistoryReader(server.Reader()).ReadAsync(
        Target, DateTimeOffset.FromUnixTimeSeconds(Start), DateTimeOffset.FromUnixTimeSeconds(Start + seconds), step: null, onPart: null, TestContext.Current.CancellationToken);

    private static Observation SeenAt(long seconds, long startedAt)
    {
        var time = DateTimeOffset.FromUnixTimeSeconds(seconds);
        var go = new GoMemory
        {
            TakenAt = time,
            Source = "memory",
            Gogc = 200,
            NumGC = 1_000,
            HeapAlloc = new(60 * Mebibyte),
            HeapInuse = new(62 * Mebibyte),
            NextGC = new(80 * Mebibyte),
            HeapMarked = new(26 * Mebibyte),
        };
        return new()
        {
            Target = new() { Name = "orders", Pid = 4711, StartedAt = DateTimeOffset.FromUnixTimeSeconds(startedAt) },
            Samples = [new() { Time = time, Go = go, Process = PrometheusSample.Create(time, "orders", Metrics, version: null, "/")!.Process! with { IsPartial = false, RssAnon = new(90 * Mebibyte) } }],
            Ledgers = [],
        };
    }

    private static Dictionary<string, double> Metrics { get; } = new(StringComparer.Ordinal) { [PrometheusFormat.Resident] = 101 * Mebibyte };
}
