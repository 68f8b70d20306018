using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>A server of one answer a connection, on a free port of this machine.</summary>
internal sealed class PprofTestServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Func<string, string, (int Status, byte[] Body)> _answer;
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _serving;

    /// <summary>Initializes a new instance of the <see cref="PprofTestServer"/> class.</summary>
    /// <param name="answer">Answers a path and the request's body.</param>
    public PprofTestServer(Func<string, string, (int Status, byte[] Body)> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>Gets the address of a path.</summary>
    public string At(string path) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}{path}");

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await AnswerAsync(client.GetStream());
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    private async Task AnswerAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        byte[] buffer = new byte[4096];
        int end;
        while ((end = text.ToString().IndexOf("\r\n\r\n", StringComparison.Ordinal)) < 0 || text.Length < end + 4 + BodyLength(text.ToString()))
        {
            int count = await stream.ReadAsync(buffer, _stopping.Token);
            if (count == 0)
            {
                return;
            }

            text.Append(Encoding.Latin1.GetString(buffer, 0, count));
        }

        string request = text.ToString();
        var (status, body) = _answer(request.Split(' ')[1], request[(end + 4)..]);
        string head = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} X\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(head), _stopping.Token);
        await stream.WriteAsync(body, _stopping.Token);
    }

    private static int BodyLength(string request)
    {
        const string Name = "Content-Length: ";
        int start = request.IndexOf(Name, StringComparison.OrdinalIgnoreCase);
        return start < 0 ? 0 : int.Parse(request.AsSpan(start + Name.Length, request.IndexOf('\r', start) - start - Name.Length), CultureInfo.InvariantCulture);
    }
}
