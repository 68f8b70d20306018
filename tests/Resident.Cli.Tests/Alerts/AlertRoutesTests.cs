using System.Net;
using System.Net.Sockets;
using System.Text;
using Resident.Cli.Alerts;

namespace Resident.Cli.Tests.Alerts;

public sealed class AlertRoutesTests : IDisposable
{
    private static readonly byte[] Document = "{\"headline\":\"$(touch evil) `id` '; x\"}"u8.ToArray();
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("resident-alert-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exec_ACommand_GetsTheDocumentOnStdinAndTheNameInTheEnvironment()
    {
        string file = Path.Combine(_folder, "got");
        var route = new ExecRoute($"cat > {file}; printf ' %s' \"$RESIDENT_VERDICT\" >> {file}", Long);

        Assert.Null(await route.SendAsync("go-live-heap-leak", Document, Cancel));

        Assert.Equal(Encoding.UTF8.GetString(Document) + " go-live-heap-leak", await File.ReadAllTextAsync(file, Cancel));
        Assert.False(File.Exists("evil"));
    }

    [Fact]
    public async Task Exec_ACommandThatFails_IsASentence()
    {
        Assert.Equal("--exec: The command ended with 3.", await new ExecRoute("exit 3", Long).SendAsync("v", Document, Cancel));
    }

    [Fact]
    public async Task Exec_ACommandThatReadsNothing_IsFine()
    {
        Assert.Null(await new ExecRoute("true", Long).SendAsync("v", new byte[1 << 20], Cancel));
    }

    [Fact]
    public async Task Exec_ACommandThatHangs_IsKilledWithAllThatItStarted()
    {
        string? problem = await new ExecRoute("sleep 1000 & wait", TimeSpan.FromMilliseconds(300)).SendAsync("v", Document, Cancel);

        Assert.StartsWith("--exec: The command did not end within", problem, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Kind", "Attack")]
    public async Task Webhook_CredentialsInTheAddress_AreSentAsSuch_AndNeverPrinted()
    {
        using var listener = Listen(out var address);
        using var route = new WebhookRoute(new UriBuilder(address) { UserName = "al%40ice", Password = "pa%3Ass" }.Uri, TimeProvider.System, []);
        var sending = route.SendAsync("v", Document, Cancel);

        string request = await AnswerAsync(listener, "500 No");

        Assert.Contains("Authorization: Basic " + Convert.ToBase64String("al@ice:pa:ss"u8) + "\r\n", request, StringComparison.Ordinal);
        Assert.Equal($"--webhook: {address.GetLeftPart(UriPartial.Authority)} answered with 500 No.", await sending);
    }

    [Fact]
    public async Task Webhook_AnAddress_GetsTheDocumentByPost()
    {
        using var listener = Listen(out var address);
        using var route = new WebhookRoute(new Uri(address, "/hook?secret=1"), TimeProvider.System, []);
        var sending = route.SendAsync("go-live-heap-leak", Document, Cancel);

        string request = await AnswerAsync(listener, "204 No Content");

        Assert.Null(await sending);
        Assert.StartsWith("POST /hook?secret=1 HTTP/1.1\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/json; charset=utf-8\r\n", request, StringComparison.Ordinal);
        Assert.Contains("Resident-Verdict: go-live-heap-leak\r\n", request, StringComparison.Ordinal);
        Assert.EndsWith("\r\n\r\n" + Encoding.UTF8.GetString(Document), request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Webhook_RefusedAtFirst_IsTriedAgain()
    {
        using var listener = Listen(out var address);
        using var route = new WebhookRoute(address, TimeProvider.System, [TimeSpan.Zero, TimeSpan.Zero]);
        var sending = route.SendAsync("v", Document, Cancel);

        _ = await AnswerAsync(listener, "503 Busy");
        _ = await AnswerAsync(listener, "200 OK");

        Assert.Null(await sending);
    }

    [Fact]
    public async Task Webhook_NobodyThere_IsASentenceWithoutTheSecret()
    {
        using (Listen(out var address))
        {
            using var listener = Listen(out var other);
            using var route = new WebhookRoute(new Uri(other, "/secret"), TimeProvider.System, []);
            var sending = route.SendAsync("v", Document, Cancel);
            _ = await AnswerAsync(listener, "404 Not Found");

            Assert.Equal($"--webhook: {other.GetLeftPart(UriPartial.Authority)} answered with 404 Not Found.", await sending);
            Assert.NotEqual(address, other);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static TcpListener Listen(out Uri address)
    {
        var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        address = new Uri($"http://{listener.LocalEndpoint}/");
        return listener;
    }

    private static async Task<string> AnswerAsync(TcpListener listener, string status)
    {
        using var client = await listener.AcceptTcpClientAsync(Cancel);
        await using var stream = client.GetStream();
        var text = new StringBuilder();
        byte[] buffer = new byte[4_096];
        while (!text.ToString().Contains("\r\n\r\n", StringComparison.Ordinal) || !text.ToString().EndsWith('}'))
        {
            text.Append(Encoding.UTF8.GetString(buffer, 0, await stream.ReadAsync(buffer, Cancel)));
        }

        await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"), Cancel);
        return text.ToString();
    }
}
