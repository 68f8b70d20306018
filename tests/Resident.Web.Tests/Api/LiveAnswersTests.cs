using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;

namespace Resident.Web.Tests.Api;

public sealed class LiveAnswersTests
{
    [Fact]
    public async Task Reader_New_GetsAHelloThenTicks()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(5));
        using var socket = await page.ConnectAsync();

        var hello = await PageFixture.ReceiveAsync(socket);
        page.Stage.Step(PageFixture.Start.AddSeconds(5), []);
        var tick = await PageFixture.ReceiveAsync(socket);

        Assert.Equal("resident.hello/1", hello.GetProperty("schema").GetString());
        Assert.Equal(page.Timeline.BootId, hello.GetProperty("boot").GetString());
        Assert.Equal("orders-api", hello.GetProperty("target").GetProperty("name").GetString());
        Assert.Equal("tick", tick[0].GetString());
        Assert.Equal(6, tick[1].GetInt64());
        Assert.Equal(PageFixture.Start.AddSeconds(5).ToUnixTimeMilliseconds(), tick[2].GetInt64());
        Assert.Equal(page.Timeline.LevelCount, tick[3].GetArrayLength());
        Assert.Equal(page.Timeline.Latest!.Process!.Res.Bytes, tick[3][0].GetInt64());
    }

    [Fact]
    public async Task Reader_Returned_GetsWhatItMissed()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(20));
        using var socket = await page.ConnectAsync($"from={page.Timeline.BootId}:15");

        _ = await PageFixture.ReceiveAsync(socket);
        var resume = await PageFixture.ReceiveAsync(socket);
        long[] sequences = new long[5];
        for (int i = 0; i < sequences.Length; i++)
        {
            sequences[i] = (await PageFixture.ReceiveAsync(socket))[1].GetInt64();
        }

        Assert.Equal("resume", resume.GetProperty("type").GetString());
        Assert.Equal(5, resume.GetProperty("filled").GetInt64());
        Assert.Equal([16, 17, 18, 19, 20], sequences);
    }

    [Theory]
    [InlineData("another:3")]
    [InlineData("another:999999")]
    public async Task Reader_OfAnEarlierStart_IsToldOfTheGapAndGoesOn(string from)
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(5));
        using var socket = await page.ConnectAsync("from=" + from);

        _ = await PageFixture.ReceiveAsync(socket);
        var gap = await PageFixture.ReceiveAsync(socket);
        page.Stage.Step(PageFixture.Start.AddSeconds(5), []);
        var tick = await PageFixture.ReceiveAsync(socket);

        Assert.Equal("gap", gap.GetProperty("type").GetString());
        Assert.Equal("restarted", gap.GetProperty("reason").GetString());
        Assert.Equal(6, tick[1].GetInt64());
    }

    [Fact]
    public async Task Reader_TooFarBehind_IsToldOfTheGap()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromMinutes(20));
        using var socket = await page.ConnectAsync($"from={page.Timeline.BootId}:2");

        _ = await PageFixture.ReceiveAsync(socket);
        _ = await PageFixture.ReceiveAsync(socket);
        var gap = await PageFixture.ReceiveAsync(socket);

        Assert.Equal("overrun", gap.GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Target_Ended_SendsAnotherHello()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(5));
        using var socket = await page.ConnectAsync();
        _ = await PageFixture.ReceiveAsync(socket);

        page.Stage.Kill(PageFixture.Start.AddSeconds(5));
        var hello = await PageFixture.ReceiveAsync(socket);
        var tick = await PageFixture.ReceiveAsync(socket);

        Assert.Equal("ended", hello.GetProperty("target").GetProperty("state").GetString());
        Assert.Equal("oom", tick[6][0].GetProperty("kind").GetString());
    }

    [Fact]
    public async Task Reader_ThatNeverReads_IsDroppedAndSlowsNobody()
    {
        await using var page = await PageFixture.StartAsync(
            TimeSpan.FromSeconds(5), static options => options with { ReaderTimeout = TimeSpan.FromSeconds(1) });
        using TcpClient deaf = new();
        await deaf.ConnectAsync(IPAddress.Loopback, page.Server.Url.Port, TestContext.Current.CancellationToken);
        await deaf.GetStream().WriteAsync(Upgrade(page.Server.Url), TestContext.Current.CancellationToken);
        using var other = await page.ConnectAsync();
        _ = await PageFixture.ReceiveAsync(other);

        // The deaf one answers no ping. What it was sent stays in the socket until it is read here, after the server gave up.
        page.Stage.Step(PageFixture.Start.AddSeconds(5), []);
        var tick = await PageFixture.ReceiveAsync(other);
        var next = await ReceiveDuringAsync(other, async () =>
        {
            await WaitForEndAsync(deaf, TestContext.Current.CancellationToken);
            page.Stage.Step(PageFixture.Start.AddSeconds(6), []);
        });

        Assert.Equal(6, tick[1].GetInt64());
        Assert.Equal(7, next[1].GetInt64());
    }

    [Fact]
    public async Task Curl_OnTheEventStream_GetsTheSameMessages()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(3));
        using var answer = await page.Client.GetAsync(
            PageFixture.Relative($"/api/live.sse?from={page.Timeline.BootId}:2"), HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        using StreamReader lines = new(await answer.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        List<string> kinds = [];
        while (kinds.Count < 3)
        {
            string line = await lines.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
            if (line.StartsWith("data: ", StringComparison.Ordinal))
            {
                using var message = JsonDocument.Parse(line["data: ".Length..]);
                kinds.Add(message.RootElement.ValueKind is JsonValueKind.Array ? "tick" : message.RootElement.GetProperty("type").GetString()!);
            }
        }

        Assert.Equal("text/event-stream", answer.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["hello", "resume", "tick"], kinds);
    }

    [Fact]
    public async Task Socket_AskedForByPlainHttp_PointsToCurlsAddress()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/live");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("/api/live.sse", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    /// <summary>Receives while something else goes on: a client answers pings only while it receives.</summary>
    private static async Task<JsonElement> ReceiveDuringAsync(ClientWebSocket socket, Func<Task> action)
    {
        var message = PageFixture.ReceiveAsync(socket);
        await action();
        return await message;
    }

    private static byte[] Upgrade(Uri url) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture,
        $"GET /api/live HTTP/1.1\r\nHost: {url.Authority}\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"));

    /// <summary>Reads what was sent until the server has closed the connection, without ever answering a ping.</summary>
    private static async Task WaitForEndAsync(TcpClient deaf, CancellationToken cancellationToken)
    {
        byte[] scrap = new byte[4096];
        try
        {
            while (await deaf.GetStream().ReadAsync(scrap, cancellationToken) > 0)
            {
                // Nothing of it is wanted.
            }
        }
        catch (IOException)
        {
            // A reset is an end too.
        }
    }
}
