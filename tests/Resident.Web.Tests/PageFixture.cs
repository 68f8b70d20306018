using System.Net.WebSockets;
using System.Text.Json;
using Resident.Monitoring.History;
using Resident.Web.Stage;

namespace Resident.Web.Tests;

/// <summary>A page server on a free port over a staged timeline, and the clients that talk to it.</summary>
public sealed class PageFixture : IAsyncDisposable
{
    private readonly SocketsHttpHandler _handler;

    private PageFixture(Stagehand stage, PageServer server)
    {
        Stage = stage;
        Server = server;
        _handler = new SocketsHttpHandler { UseProxy = false, UseCookies = false, AllowAutoRedirect = false };
        Client = new HttpClient(_handler, disposeHandler: false) { BaseAddress = new Uri(server.Url.GetLeftPart(UriPartial.Authority)) };
    }

    public static DateTimeOffset Start { get; } = new(2026, 11, 20, 0, 0, 0, TimeSpan.Zero);

    public Stagehand Stage { get; }

    public PageServer Server { get; }

    public HttpClient Client { get; }

    public Timeline Timeline => Stage.Timeline;

    public static async Task<PageFixture> StartAsync(TimeSpan past = default, Func<PageOptions, PageOptions>? change = null)
    {
        Stagehand stage = new("leak", TimeProvider.System, Start);
        stage.Fill(Start, Start + past);
        PageOptions options = new() { Clock = TimeProvider.System, Version = "1.2.3" };
        var server = await PageServer.StartAsync(stage.Timeline, change?.Invoke(options) ?? options, TestContext.Current.CancellationToken);
        return new PageFixture(stage, server);
    }

    public static Uri Relative(string path) => new(path, UriKind.Relative);

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(Relative(path), TestContext.Current.CancellationToken);

    public Task<string> GetStringAsync(string path) => Client.GetStringAsync(Relative(path), TestContext.Current.CancellationToken);

    public async Task<ClientWebSocket> ConnectAsync(string query = "")
    {
        ClientWebSocket socket = new();
        socket.Options.Proxy = null;
        UriBuilder address = new(Server.Url) { Scheme = "ws", Path = "/api/live", Query = query };
        await socket.ConnectAsync(address.Uri, TestContext.Current.CancellationToken);
        return socket;
    }

    public static async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer, TestContext.Current.CancellationToken);
            await message.WriteAsync(buffer.AsMemory(0, part.Count), TestContext.Current.CancellationToken);
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(message.ToArray()).RootElement;
            }
        }
    }

    public async Task<JsonElement> GetJsonAsync(string path)
    {
        await using var body = await Client.GetStreamAsync(Relative(path), TestContext.Current.CancellationToken);
        return (await JsonDocument.ParseAsync(body, cancellationToken: TestContext.Current.CancellationToken)).RootElement;
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        _handler.Dispose();
        await Server.DisposeAsync();
    }
}
