using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.History;

/// <summary>A real server of Prometheus' API, as tests/tools/install-go-servers.sh unpacks it, on loopback with a
/// folder of its own.</summary>
internal sealed class HistoryServer : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;
    private readonly string _folder;
    private readonly HttpClient _client = new();

    private HistoryServer(Process process, string folder, Uri address)
    {
        _process = process;
        _folder = folder;
        Address = address;
    }

    public Uri Address { get; }

    /// <summary>Starts VictoriaMetrics and gives it samples.</summary>
    public static async Task<HistoryServer> StartVictoriaMetricsAsync(string samples)
    {
        string folder = Directory.CreateTempSubdirectory("victoria").FullName;
        int port = FreePort();
        var server = Start(ProgramOf("victoria-metrics"), folder, port, $"-storageDataPath={folder}", $"-httpListenAddr=127.0.0.1:{port}", "-retentionPeriod=10y");
        await server.IsReadyAsync("health");
        using var body = new StringContent(samples, Encoding.UTF8, "text/plain");
        using var imported = await server._client.PostAsync(new Uri(server.Address, "api/v1/import/prometheus"), body, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, imported.StatusCode);
        _ = await server._client.GetStringAsync(new Uri(server.Address, "internal/force_flush"), TestContext.Current.CancellationToken);
        return server;
    }

    /// <summary>Starts Prometheus, on blocks that promtool makes of OpenMetrics, or on a target that it scrapes each
    /// second.</summary>
    public static async Task<HistoryServer> StartPrometheusAsync(string? openMetrics, string? target)
    {
        string program = ProgramOf("prometheus");
        string folder = Directory.CreateTempSubdirectory("prometheus").FullName;
        string data = Path.Combine(folder, "data");
        if (openMetrics is not null)
        {
            string file = Path.Combine(folder, "samples.txt");
            await File.WriteAllTextAsync(file, openMetrics, TestContext.Current.CancellationToken);
            using var promtool = Process.Start(new ProcessStartInfo(ProgramOf("promtool"), ["tsdb", "create-blocks-from", "openmetrics", file, data]) { RedirectStandardOutput = true, UseShellExecute = false })!;
            string made = await promtool.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await promtool.WaitForExitAsync(TestContext.Current.CancellationToken);
            Assert.True(promtool.ExitCode == 0, made);
        }

        string config = Path.Combine(folder, "prometheus.yml");
        string jobs = target is null ? "[]" : $"[{{job_name: scraped, static_configs: [{{targets: [\"{target}\"]}}]}}]";
        await File.WriteAllTextAsync(config, $"global: {{scrape_interval: 1s}}\nscrape_configs: {jobs}\n", TestContext.Current.CancellationToken);
        int port = FreePort();
        var server = Start(program, folder, port, $"--config.file={config}", $"--storage.tsdb.path={data}", "--storage.tsdb.retention.time=10y", $"--web.listen-address=127.0.0.1:{port}");
        await server.IsReadyAsync("-/ready");
        return server;
    }

    /// <summary>Gets a port that nobody listens on now.</summary>
    public static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync(CancellationToken.None);
        _process.Dispose();
        _client.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string ProgramOf(string name)
    {
        string path = Repository.PathOf("artifacts", "go-servers", name);
        Assert.SkipUnless(File.Exists(path), $"{name} is not there; run tests/tools/install-go-servers.sh {name}.");
        return path;
    }

    private static HistoryServer Start(string program, string folder, int port, params string[] arguments)
    {
        var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false, WorkingDirectory = folder })!;
        process.OutputDataReceived += static (_, _) => { };
        process.ErrorDataReceived += static (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return new(process, folder, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}/")));
    }

    private async Task IsReadyAsync(string path)
    {
        long start = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                _ = await _client.GetStringAsync(new Uri(Address, path), TestContext.Current.CancellationToken);
                return;
            }
            catch (HttpRequestException) when (Stopwatch.GetElapsedTime(start) < Patience && !_process.HasExited)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }
}
