using System.Net;
using System.Net.Sockets;
using System.Text;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;
using Resident.Testing.Fuzzing;

namespace Resident.Web.Tests;

/// <summary>Damaged requests, as bytes on a socket: the server answers or hangs up, has no mistake of its own to tell, goes on to answer
/// others, and keeps nothing of it.</summary>
/// <remarks>tests/attack/fuzz runs it for as long as it is told.</remarks>
[Trait("Kind", "Attack")]
public sealed class HttpFuzzTests
{
    private const int MostBytes = 64 * 1024;
    private const int MostFiles = 64;
    private const long MostKept = 64L * 1024 * 1024;
    private const int CheckedEach = 100;

    private static readonly TimeSpan Most = TimeSpan.FromSeconds(8);
    private static readonly HttpStatusCode[] Refusals = [HttpStatusCode.InternalServerError, HttpStatusCode.BadGateway];

    private static readonly string[] Words =
    [
        "GET ", "POST ", "HEAD ", "PUT ", " HTTP/1.1\r\n", " HTTP/1.0\r\n", " HTTP/2\r\n", "Host: localhost\r\n", "Host: 127.0.0.1\r\n", "\r\n\r\n", "\r\n", "\n", "Content-Length: 5\r\n", "Content-Length: -1\r\n",
        "Transfer-Encoding: chunked\r\n", "Connection: close\r\n", "Connection: Upgrade\r\nUpgrade: websocket\r\n", "Origin: http://localhost\r\n", "Cookie: ", "Range: bytes=0-\r\n", "Accept-Encoding: gzip;q=0.0001, *\r\n",
        "If-None-Match: *\r\n", "Expect: 100-continue\r\n", "/api/series", "/api/gc", "/api/events", "/api/export.csv", "/api/export.json", "/api/why", "/api/live", "/api/live.sse", "/api/map", "/api/goroutines", "/api/mark", "/api/sample",
        "/api/profile/heap", "/metrics", "/app.js", "?ids=process.res", "&from=-9223372036854775808", "&to=9223372036854775807", "&cols=99999999999", "&cols=-1", "&from=8640000000000000", "&from=0&to=1", "&lang=en", "&text=x", "%00", "%", "%zz",
        "..%2f", "/../", "//", "\\", "?", "&", "=", "#", ";", ",", ",,,,,,,,,,,,,,,,", "\u00c3\u00a9", "\u0000",
    ];

    [Fact]
    public async Task DamagedRequests_AreAnsweredOrHungUpOn()
    {
        // Values that stay for the run: a page with ten minutes of a service, and somebody to answer each of its questions.
        await using var page = await PageFixture.StartAsync(
            TimeSpan.FromMinutes(10), static options => options with { Inspector = new EmptyInspector(), Verdicts = new NoVerdict() });
        var mutator = new Mutator([.. Fuzzer.Corpus("http").Select(WithLineEnds)], Words, MostBytes);
        var server = new Server(page);
        var bounds = new FuzzBounds { Time = TimeSpan.FromSeconds(5), TimePerByte = TimeSpan.Zero };

        var result = await Task.Factory.StartNew(
            () => Fuzzer.Run("http", bounds, mutator.Next, server.Ask), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);

        TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
        result.ThrowIfFailed();
    }

    private static byte[] WithLineEnds(byte[] text) => Encoding.Latin1.GetBytes(Encoding.Latin1.GetString(text).ReplaceLineEndings("\r\n"));

    private sealed class Server(PageFixture page)
    {
        private readonly byte[] _buffer = new byte[64 * 1024];
        private long _asked;
        private long _kept = -1;
        private int _files;

        public void Ask(byte[] request)
        {
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, SendTimeout = 5_000, ReceiveTimeout = (int)Most.TotalMilliseconds };
            socket.Connect(IPAddress.Loopback, page.Server.Url.Port);
            string answer = "";
            try
            {
                _ = socket.Send(request);

                // Nothing more comes: whatever is open then has to end.
                socket.Shutdown(SocketShutdown.Send);
                answer = Receive(socket);
            }
            catch (SocketException problem) when (problem.SocketErrorCode is SocketError.ConnectionReset or SocketError.Shutdown or SocketError.ConnectionAborted)
            {
                // It has hung up.
            }

            Assert.All(Refusals, status => Assert.DoesNotContain($"HTTP/1.1 {(int)status}", answer, StringComparison.Ordinal));
            Assert.DoesNotContain("\"code\":\"bug\"", answer, StringComparison.Ordinal);
            if (_asked++ % CheckedEach == 0)
            {
                Check();
            }
        }

        private string Receive(Socket socket)
        {
            var text = new StringBuilder();
            int count;
            while ((count = socket.Receive(_buffer)) > 0)
            {
                _ = text.Append(Encoding.Latin1.GetString(_buffer, 0, Math.Min(count, 4096)));
            }

            return text.ToString();
        }

        // Others are answered, and nothing is kept of those that came.
        private void Check()
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, PageFixture.Relative("/api/hello"));
            using var patience = new CancellationTokenSource(Most);
            using var good = page.Client.Send(request, patience.Token);
            Assert.Equal(HttpStatusCode.OK, good.StatusCode);
            long kept = GC.GetTotalMemory(forceFullCollection: true);
            int files = Directory.EnumerateFileSystemEntries("/proc/self/fd").Count();
            if (_asked < CheckedEach * 3)
            {
                (_kept, _files) = (kept, files);
            }

            // The runtime's own count is off by some bytes at times, below zero too.
            Assert.True(kept <= _kept + MostKept, $"{kept} bytes are kept, {_kept} were.");
            Assert.True(files <= _files + MostFiles, $"{files} files are open, {_files} were.");
        }
    }

    private sealed class EmptyInspector : IInspector
    {
        public Task<Inspected<GoPageMap>> ReadPageMapAsync(CancellationToken cancellationToken) =>
            throw new InspectionRefusedException(InspectionRefusal.NoRight, "It cannot be read.", "Run as root.");

        public Task<Inspected<GoroutineCensus>> ReadGoroutinesAsync(CancellationToken cancellationToken) => Task.FromResult(
            new Inspected<GoroutineCensus>(new() { TakenAt = PageFixture.Start, Groups = [] }, TimeSpan.Zero, TimeSpan.Zero, TimeSpan.Zero));
    }

    private sealed class NoVerdict : IVerdictSource
    {
        public Task<Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken) => Task.FromResult<Verdict?>(null);
    }
}
