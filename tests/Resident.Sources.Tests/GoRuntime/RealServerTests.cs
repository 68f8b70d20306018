using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using Resident.Model;
using Resident.Sources.GoRuntime;
using Resident.Testing;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Debian's Go servers, as tests/tools/install-go-servers.sh unpacks them, under light load: what is read from outside against
/// what they tell on their own /metrics, one answer before and one after.</summary>
public sealed class RealServerTests
{
    private static readonly string[] Gauges =
    [
        "heap_inuse_bytes", "heap_idle_bytes", "heap_sys_bytes", "heap_released_bytes", "stack_inuse_bytes", "mspan_inuse_bytes",
        "mcache_inuse_bytes", "gc_sys_bytes", "other_sys_bytes", "buck_hash_sys_bytes", "sys_bytes", "next_gc_bytes",
    ];

    [Theory]
    [InlineData("prometheus")]
    [InlineData("etcd")]
    [InlineData("caddy")]
    [InlineData("victoria-metrics")]
    public async Task ReadMemory_ServerUnderLoad_LiesBetweenItsOwnMetrics(string name)
    {
        await using var server = await StartAsync(name);
        Assert.True(GoProcess.TryOpen(server.Pid, new(), out var process, out var refusal), refusal?.ToString());
        using (process)
        {
            // A collection between two answers moves everything; one quiet round out of some shows whether the meaning is the same.
            string[] outside = [];
            for (int attempt = 0; attempt < 20; attempt++)
            {
                var before = await server.ReadMetricsAsync();
                var read = process!.ReadMemory();
                var after = await server.ReadMetricsAsync();
                outside = [.. Outside(read, before, after)];
                if (outside.Length == 0)
                {
                    break;
                }
            }

            Assert.True(outside.Length == 0, string.Join('\n', outside));
            CheckTheRest(process!);
        }
    }

    [Fact]
    public async Task ReadMemory_NatsServer_SpansAndGoroutinesAgreeWithStatistics()
    {
        await using var server = await StartAsync("nats-server");
        Assert.True(GoProcess.TryOpen(server.Pid, new(), out var process, out var refusal), refusal?.ToString());
        using (process)
        {
            CheckTheRest(process!);
        }
    }

    private static void CheckTheRest(GoProcess process)
    {
        var memory = process.ReadMemory();
        var census = process.ReadGoroutines();
        Assert.InRange(process.ReadSpans().InUse.Bytes, memory.HeapInuse!.Value.Bytes / 2, memory.HeapInuse.Value.Bytes * 2);
        Assert.Contains(census.Groups, static group => group.Start is { Function: "runtime.main" } && group.Stack.Any(static frame => frame.Function.StartsWith("main.", StringComparison.Ordinal)));
        var stands = process.ReadGoroutineProfile();
        double count = stands.Samples.Sum(static sample => sample.Count);
        Assert.InRange(count, 1, census.Count + 50);
        // Of those that wait, every stack leads to where it began.
        Assert.InRange(stands.Samples.Where(static sample => sample.Locations.Count > 1).Sum(static sample => sample.Count), count * 0.8, count);
        Assert.NotEmpty(process.ReadPageMap().Regions);
    }

    private static IEnumerable<string> Outside(GoMemory read, Dictionary<string, double> before, Dictionary<string, double> after)
    {
        ByteSize?[] values =
        [
            read.HeapInuse, read.HeapIdle, read.HeapSys, read.HeapReleased, read.StackInuse, read.MSpanInuse,
            read.MCacheInuse, read.GCSys, read.OtherSys, read.BuckHashSys, read.Sys, read.NextGC,
        ];
        for (int i = 0; i < Gauges.Length; i++)
        {
            string name = "go_memstats_" + Gauges[i];
            if (before.TryGetValue(name, out double first) && after.TryGetValue(name, out double last))
            {
                // The answers themselves allocate: a span's worth, or one in a hundred, either way.
                double slack = Math.Max(256 * 1024, last / 100);
                if (values[i] is not { } value || value.Bytes < Math.Min(first, last) - slack || value.Bytes > Math.Max(first, last) + slack)
                {
                    yield return string.Create(CultureInfo.InvariantCulture, $"{name}: read {values[i]}, told {first} and {last}");
                }
            }
            else
            {
                yield return $"{name} is not told.";
            }
        }
    }

    private static async Task<RunningServer> StartAsync(string name)
    {
        if (!GoToolchains.RunsAll)
        {
            Assert.Skip("Real servers take long to start: ./test --all runs them.");
        }

        string path = Repository.PathOf("artifacts", "go-servers", name);
        if (!File.Exists(path))
        {
            Assert.Skip($"{name} is not there; run tests/tools/install-go-servers.sh.");
        }

        return await RunningServer.StartAsync(name, path);
    }

    private sealed class RunningServer : IAsyncDisposable
    {
        private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

        private readonly Process _process;
        private readonly HttpClient _client = new();
        private readonly string _folder;
        private readonly Uri _metrics;

        private RunningServer(Process process, string folder, Uri metrics)
        {
            _process = process;
            _folder = folder;
            _metrics = metrics;
        }

        public int Pid => _process.Id;

        public static async Task<RunningServer> StartAsync(string name, string path)
        {
            string folder = Directory.CreateTempSubdirectory("resident-server-").FullName;
            int port = FreePort();
            string address = string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{port}");
            string configuration = Path.Combine(folder, "configuration");
            await File.WriteAllTextAsync(configuration, name switch
            {
                "prometheus" => "global:\n  scrape_interval: 1s\nscrape_configs:\n- job_name: self\n  static_configs:\n  - targets: ['" + address + "']\n",
                "caddy" => "{\"admin\":{\"listen\":\"" + address + "\"}}",
                _ => string.Empty,
            }, TestContext.Current.CancellationToken);
            string[] arguments = name switch
            {
                "prometheus" => ["--config.file=" + configuration, "--storage.tsdb.path=" + folder, "--web.listen-address=" + address],
                "etcd" => ["--data-dir=" + folder, $"--listen-client-urls=http://{address}", $"--advertise-client-urls=http://{address}", $"--listen-peer-urls=http://127.0.0.1:{FreePort()}"],
                "caddy" => ["run", "--config", configuration],
                "nats-server" => ["-a", "127.0.0.1", "-p", FreePort().ToString(CultureInfo.InvariantCulture), "-m", port.ToString(CultureInfo.InvariantCulture)],
                _ => ["-httpListenAddr=" + address, "-storageDataPath=" + folder],
            };
            var start = new ProcessStartInfo(path, arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = folder };
            start.Environment["HOME"] = folder;
            var process = Process.Start(start)!;
            process.OutputDataReceived += static (_, _) => { };
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginOutputReadLine();
            process.BeginErrorReadLine();
            var server = new RunningServer(process, folder, new Uri($"http://{address}/{(name is "nats-server" ? "varz" : "metrics")}"));
            await server.WaitAsync();
            return server;
        }

        public async Task<Dictionary<string, double>> ReadMetricsAsync()
        {
            var values = new Dictionary<string, double>(StringComparer.Ordinal);
            foreach (string line in (await _client.GetStringAsync(_metrics, TestContext.Current.CancellationToken)).Split('\n'))
            {
                int blank = line.IndexOf(' ', StringComparison.Ordinal);
                if (blank > 0 && line[0] != '#' && double.TryParse(line.AsSpan(blank + 1), NumberStyles.Float, CultureInfo.InvariantCulture, out double value))
                {
                    values[line[..blank]] = value;
                }
            }

            return values;
        }

        public async ValueTask DisposeAsync()
        {
            _process.Kill();
            await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
            _process.Dispose();
            _client.Dispose();
            Directory.Delete(_folder, recursive: true);
        }

        private static int FreePort()
        {
            using var listener = new TcpListener(IPAddress.Loopback, 0);
            listener.Start();
            return ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        private async Task WaitAsync()
        {
            var waited = Stopwatch.StartNew();
            while (true)
            {
                try
                {
                    _ = await _client.GetStringAsync(_metrics, TestContext.Current.CancellationToken);
                    return;
                }
                catch (HttpRequestException) when (waited.Elapsed < Patience && !_process.HasExited)
                {
                    await Task.Delay(100, TestContext.Current.CancellationToken);
                }
            }
        }
    }
}
