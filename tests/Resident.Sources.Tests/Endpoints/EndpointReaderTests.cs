using System.Net.Sockets;
using Resident.Model;
using Resident.Sources.Endpoints;
using Resident.Testing;

namespace Resident.Sources.Tests.Endpoints;

public sealed class EndpointReaderTests : IDisposable
{
    private readonly HttpClient _client = new();

    [Theory]
    [InlineData("")]
    [InlineData("/debug/pprof/")]
    [InlineData("/debug/pprof/heap")]
    [InlineData("/debug/vars")]
    [InlineData("/metrics")]
    public async Task Find_AnyOfTheAddresses_FindsAll(string path)
    {
        using var server = new ServedPages(Pages("/metrics", "/debug/vars", "/debug/pprof/"));

        var found = await Reader().FindAsync(new(server.Address, path), TestContext.Current.CancellationToken);

        Assert.Equal(
            ("/metrics", "/debug/vars", "/debug/pprof/"),
            (found.Metrics?.AbsolutePath, found.Vars?.AbsolutePath, found.Pprof?.AbsolutePath));
    }

    [Theory]
    [InlineData("metrics", "/metrics", "/debug/vars", "/debug/pprof/")]
    [InlineData("expvar", "/debug/vars", "/debug/pprof/")]
    [InlineData("pprof", "/debug/pprof/", "/debug/pprof/heap?debug=1")]
    public async Task Read_TakesTheLeastDisturbingSource_WithGoroutines(string source, params string[] paths)
    {
        using var server = new ServedPages(Pages(paths));
        var reader = Reader();
        var found = await reader.FindAsync(server.Address, TestContext.Current.CancellationToken);

        var memory = (await reader.ReadAsync(found, TestContext.Current.CancellationToken)).Go;

        Assert.Equal(source, memory.Source);
        Assert.Equal(4, memory.Goroutines);
        Assert.Equal(new ByteSize(45_842_432), memory.HeapSys);
    }

    [Fact]
    public async Task Read_MetricsOfTheProcess_TellsResAndItsStart()
    {
        var pages = Pages("/metrics");
        pages["/metrics"] =
        [
            .. pages["/metrics"],
            .. "\nprocess_resident_memory_bytes 6.6e+07\nprocess_start_time_seconds 1.75e+09\ngo_threads 9\nprocess_evil{x=\"1\"} 3\nprocess_none NaN\n"u8,
        ];
        using var server = new ServedPages(pages);
        var reader = Reader();
        var found = await reader.FindAsync(server.Address, TestContext.Current.CancellationToken);

        var reading = await reader.ReadAsync(found, TestContext.Current.CancellationToken);

        Assert.Equal((66_000_000L, 9), (reading.Process!.Res.Bytes, reading.Process.Threads));
        Assert.True(reading.Process.IsPartial);
        Assert.Equal(1.75e9, reading.StartSeconds);
    }

    [Fact]
    public async Task Find_OtherServer_ListsWhatWasAskedAndAnswered()
    {
        using var server = new ServedPages(new(StringComparer.Ordinal) { ["/metrics"] = "node_load1 3\n"u8.ToArray() });

        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => Reader().FindAsync(server.Address, TestContext.Current.CancellationToken));

        Assert.Equal(
            $"{server.Address}: Found no memory figures of a Go program (/metrics: something else; /debug/vars: 404; /debug/pprof/: 404); "
            + "import net/http/pprof in the program, or name the address that serves it.",
            exception.Message);
    }

    [Fact]
    public async Task Find_NobodyListens_NamesTheAddress()
    {
        var exception = await Assert.ThrowsAsync<HttpRequestException>(
            () => Reader().FindAsync(new("http://127.0.0.1:1"), TestContext.Current.CancellationToken));

        Assert.StartsWith("http://127.0.0.1:1/metrics cannot be reached: ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Read_LargerThanTheLimit_NamesIt()
    {
        using var server = new ServedPages(Pages("/metrics"));
        var reader = new EndpointReader(_client, limits: new() { HttpBodyBytes = 100 });

        var exception = await Assert.ThrowsAsync<LimitExceededException>(
            () => reader.ReadAsync(new(new(server.Address, "/metrics"), Vars: null, Pprof: null), TestContext.Current.CancellationToken));

        Assert.Equal($"{server.Address}metrics answered with more than 100 bytes; raise InputLimits.HttpBodyBytes.", exception.Message);
    }

    [Fact]
    public async Task Read_ServerThatNeverAnswers_EndsWithTheTimeout()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var address = new Uri($"http://{silent.LocalEndpoint}/metrics");
        var reader = new EndpointReader(_client, timeout: TimeSpan.FromMilliseconds(50));

        var exception = await Assert.ThrowsAsync<LimitExceededException>(
            () => reader.ReadAsync(new(address, Vars: null, Pprof: null), TestContext.Current.CancellationToken));

        Assert.Equal($"{address} did not answer within 0.05 s.", exception.Message);
    }

    public void Dispose() => _client.Dispose();

    internal static byte[] Stored(string name) =>
        File.ReadAllBytes(Repository.PathOf("tests", "Resident.Sources.Tests", "Endpoints", "testdata", name));

    private static Dictionary<string, byte[]> Pages(params string[] paths) => paths.ToDictionary(
        static path => path,
        static path => Stored(path switch
        {
            "/metrics" => "metrics.txt",
            "/debug/vars" => "debug-vars.go1.19.8.json",
            "/debug/pprof/" => "pprof-index.go1.19.8.html",
            _ => "pprof-heap-debug1.go1.19.8.txt",
        }),
        StringComparer.Ordinal);

    private EndpointReader Reader() => new(_client);
}
