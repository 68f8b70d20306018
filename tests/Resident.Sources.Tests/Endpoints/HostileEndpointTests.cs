using System.Globalization;
using System.Net.Sockets;
using System.Text;
using Resident.Model;
using Resident.Sources.Endpoints;
using Resident.Sources.Giving;
using Resident.Testing;

namespace Resident.Sources.Tests.Endpoints;

/// <summary>What an endpoint answers that is no endpoint of an honest program: a sentence, soon, and little
/// memory.</summary>
[Trait("Kind", "Attack")]
public sealed class HostileEndpointTests : IDisposable
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(300);
    private static readonly string Index = Encoding.UTF8.GetString(EndpointReaderTests.Stored("metrics.txt"));

    private readonly HttpClient _client = EndpointClient.Create();

    [Theory]
    [InlineData("file:///etc/passwd")]
    [InlineData("gopher://127.0.0.1/")]
    [InlineData("http://192.0.2.1:1/metrics")]
    [InlineData("http://127.0.0.1:1/metrics")]
    [InlineData("https://127.0.0.1/metrics")]
    [InlineData("javascript:alert(1)")]
    public async Task Redirect_Elsewhere_IsNotFollowed_AndNamed(string location)
    {
        using var server = HostileServer.Of($"HTTP/1.1 302 Found\r\nLocation: {location}\r\nContent-Length: 0\r\n\r\n");

        var find = await Assert.ThrowsAsync<HttpRequestException>(() => Reader().FindAsync(server.Address, TestContext.Current.CancellationToken));
        var read = await Assert.ThrowsAsync<HttpRequestException>(() => Reader().ReadAsync(Metrics(server), TestContext.Current.CancellationToken));

        Assert.Contains("/metrics: 302, a redirect that is not followed", find.Message, StringComparison.Ordinal);
        Assert.Equal(
            $"{server.Address}metrics answered with 302, a redirect to {location}, which is not followed; if it is meant, give that address.", read.Message);
    }

    [Fact]
    public async Task Redirect_WithinTheServer_IsFollowed()
    {
        using var server = new HostileServer(async (path, stream, end) => await stream.WriteAsync(
            Encoding.Latin1.GetBytes(path is "/metrics"
                ? "HTTP/1.1 301 Moved\r\nLocation: /other\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
                : $"HTTP/1.1 200 OK\r\nContent-Length: {Index.Length}\r\n\r\n{Index}"),
            end));

        var memory = (await Reader().ReadAsync(Metrics(server), TestContext.Current.CancellationToken)).Go;

        Assert.Equal(new ByteSize(56_734_984), memory.Sys);
    }

    [Fact]
    public async Task Redirect_InACircle_Ends()
    {
        using var server = HostileServer.Of("HTTP/1.1 302 Found\r\nLocation: /metrics\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => Reader().ReadAsync(Metrics(server), TestContext.Current.CancellationToken));

        Assert.Contains("a redirect to /metrics, which is not followed", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")]
    public async Task Body_WithoutEnd_IsBoundedAtAFewMebibytes(string head)
    {
        using var server = HostileServer.Endless(
            head, head.Contains("chunked", StringComparison.Ordinal) ? "10000\r\n" + new string('x', 65536) + "\r\n" : new string('x', 65536), TimeSpan.Zero);
        long before = GC.GetTotalAllocatedBytes(precise: true);

        var problem = await Assert.ThrowsAsync<LimitExceededException>(() => Reader(TimeSpan.FromSeconds(30)).ReadAsync(Metrics(server), TestContext.Current.CancellationToken));

        Assert.Equal($"{server.Address}metrics answered with more than 4194304 bytes; raise InputLimits.HttpBodyBytes.", problem.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes(precise: true) - before, 0, 64L * 1024 * 1024);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")]
    public async Task Answer_ThatComesByteByByte_EndsInTime(string head)
    {
        using var server = HostileServer.Endless(head, "a", TimeSpan.FromMilliseconds(20));

        var problem = await Record.ExceptionAsync(async () => await Reader().ReadAsync(Metrics(server), TestContext.Current.CancellationToken));

        Assert.True(problem is LimitExceededException or HttpRequestException, problem?.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("\0\0\0\0")]
    [InlineData("HTTP/9.9 999 \u001b[2J\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZZ\r\n")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Type: text/plain; charset=\"\u00ff\"\r\nContent-Length: 2\r\n\r\nhi")]
    [InlineData("HTTP/1.1 302 Found\r\nLocation: http://[::\r\nContent-Length: 0\r\n\r\n")]
    [InlineData("HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n")]
    public async Task Answer_ThatIsNone_IsASentence(string answer)
    {
        using var server = HostileServer.Of(answer);

        var problem = await Record.ExceptionAsync(async () => await Reader().FindAsync(server.Address, TestContext.Current.CancellationToken));

        Assert.True(problem is LimitExceededException or HttpRequestException, problem?.ToString());
    }

    [Fact]
    public async Task Headers_WithoutEnd_AreBounded()
    {
        using var server = HostileServer.Endless("HTTP/1.1 200 OK\r\n", "X-A: " + new string('y', 1000) + "\r\n", TimeSpan.Zero);

        _ = await Assert.ThrowsAsync<HttpRequestException>(() => Reader(TimeSpan.FromSeconds(30)).ReadAsync(Metrics(server), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("go_memstats_heap_sys_bytes 9.2e18", "HeapSys to be at most 1125899906842624, found 9200000000000000000")]
    [InlineData("go_memstats_heap_sys_bytes 1\ngo_gc_duration_seconds_count 1e300", "NumGC to be at most 1152921504606846976, found 9223372036854775807")]
    public async Task Figure_BeyondAnyProgram_IsMalformed(string text, string said)
    {
        using var server = HostileServer.Of(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}"));

        var problem = await Assert.ThrowsAsync<MalformedInputException>(() => Reader().ReadAsync(Metrics(server), TestContext.Current.CancellationToken));

        Assert.Equal($"{server.Address}metrics: Expected {said}.", problem.Message);
    }

    [Fact]
    public void Profile_ThatUnpacksToGigabytes_IsRefused()
    {
        byte[] bomb = new byte[4 * 1024 * 1024];
        using var packed = new MemoryStream();
        using (var gzip = new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int piece = 0; piece < 64; piece++)
            {
                gzip.Write(bomb);
            }
        }

        byte[] body = packed.ToArray();
        using var server = new HostileServer(async (_, stream, end) =>
        {
            await stream.WriteAsync(Encoding.Latin1.GetBytes(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 200 OK\r\nContent-Length: {body.Length}\r\n\r\n")), end);
            await stream.WriteAsync(body, end);
        });

        var problem = Assert.Throws<LimitExceededException>(() => new EndpointProfileReader(_client, server.Address, TimeProvider.System).Read("heap"));

        Assert.Equal($"{server.Address}debug/pprof/heap: the profile is larger than 134217728 bytes; InputLimits.ProfileBytes allows more.", problem.Message);
    }

    [Fact]
    public async Task Release_ThatIsSilent_IsNotWaitedFor()
    {
        using var silent = new TcpListener(System.Net.IPAddress.Loopback, 0);
        silent.Start();
        var endpoint = new ReleaseEndpoint(_client, new Uri($"http://{silent.LocalEndpoint}"), Short, Short);

        string? why = await endpoint.WhyNotAsync(TestContext.Current.CancellationToken);
        var problem = await Assert.ThrowsAsync<LimitExceededException>(() => endpoint.PostAsync(TestContext.Current.CancellationToken));

        Assert.Equal($"{endpoint.Address} did not answer within 0.3 s.", why);
        Assert.Equal(why, problem.Message);
    }

    [Fact]
    public async Task Release_ThatRedirects_IsNotThere()
    {
        using var server = HostileServer.Of("HTTP/1.1 307 Go\r\nLocation: http://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n");
        var endpoint = new ReleaseEndpoint(_client, server.Address);

        Assert.Equal(
            $"{endpoint.Address} answered with 307 Go; docs/free.md shows the few lines that serve it.",
            await endpoint.WhyNotAsync(TestContext.Current.CancellationToken));
    }

    public void Dispose() => _client.Dispose();

    private static EndpointSet Metrics(HostileServer server) => new(new Uri(server.Address, "/metrics"), Vars: null, Pprof: null);

    private EndpointReader Reader(TimeSpan? timeout = null) => new(_client, timeout: timeout ?? TimeSpan.FromSeconds(2));
}
