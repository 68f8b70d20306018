using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Resident.Testing;

/// <summary>A server on loopback that answers each connection with whatever bytes a test wants, HTTP or not.</summary>
public sealed class HostileServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Func<string, Stream, CancellationToken, Task> _answer;
    private readonly CancellationToken _ending;

    /// <summary>Initializes a new instance of the <see cref="HostileServer"/> class, and listens.</summary>
    /// <param name="answer">Takes the request's path, and writes the answer.</param>
    public HostileServer(Func<string, Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _ending = _end.Token;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Gets where it listens.</summary>
    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Makes a server that gives one answer to everything.</summary>
    public static HostileServer Of(string answer) =>
        new(async (_, stream, end) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), end).ConfigureAwait(false));

    /// <summary>Makes a server that begins to answer and never ends.</summary>
    /// <param name="head">How the answer begins.</param>
    /// <param name="piece">What follows without end.</param>
    /// <param name="pause">The time between two pieces.</param>
    public static HostileServer Endless(string head, string piece, TimeSpan pause) => new(async (_, stream, end) =>
    {
        await stream.WriteAsync(Encoding.Latin1.GetBytes(head), end).ConfigureAwait(false);
        byte[] bytes = Encoding.Latin1.GetBytes(piece);
        while (!end.IsCancellationRequested)
        {
            await stream.WriteAsync(bytes, end).ConfigureAwait(false);
            await stream.FlushAsync(end).ConfigureAwait(false);
            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, end).ConfigureAwait(false);
            }
        }
    });

    /// <inheritdoc/>
    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await _listener.AcceptTcpClientAsync(_ending).ConfigureAwait(false));
            }
        }
        catch (Exception exception) when (exception is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using var owned = client;
        try
        {
            var stream = client.GetStream();
            await using var closing = stream.ConfigureAwait(false);
            byte[] request = new byte[8192];
            int count = await stream.ReadAsync(request, _ending).ConfigureAwait(false);
            string[] words = Encoding.Latin1.GetString(request, 0, count).Split(' ', 3);
            await _answer(words.Length > 1 ? words[1] : "", stream, _ending).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The other side has had enough, or the test is over.
        }
    }
}
