using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Resident.Sources.Tests.Prometheus;

/// <summary>A web server on loopback that answers each request as a test says, and notes what it was asked.</summary>
internal sealed class AnsweringServer : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Func<HttpListenerContext, Task> _answer;

    public AnsweringServer(Func<HttpListenerContext, Task> answer)
    {
        _answer = answer;
        using (var probe = new TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Address + "");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public List<string> Asked { get; } = [];

    /// <summary>Starts one that gives the same text each time.</summary>
    public static AnsweringServer Of(string body, int status = 200) => new(context => SendAsync(context, body, status));

    public static async Task SendAsync(HttpListenerContext context, string body, int status = 200)
    {
        context.Response.StatusCode = status;
        byte[] bytes = Encoding.UTF8.GetBytes(body);
        context.Response.ContentLength64 = bytes.Length;
        await context.Response.OutputStream.WriteAsync(bytes, TestContext.Current.CancellationToken);
    }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                Asked.Add(context.Request.RawUrl!);
                _ = AnswerAsync(context);
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or HttpListenerException or InvalidOperationException)
        {
            // The test has closed the server.
        }
    }

    private async Task AnswerAsync(HttpListenerContext context)
    {
        try
        {
            await _answer(context);
            context.Response.Close();
        }
        catch (Exception exception) when (exception is ObjectDisposedException or HttpListenerException or IOException or InvalidOperationException or OperationCanceledException)
        {
            // The client has seen enough.
        }
    }
}
