using System.Net;

namespace Resident.Sources.Tests.Endpoints;

/// <summary>A web server on loopback that answers with the given pages, and 404 else.</summary>
internal sealed class ServedPages : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly Dictionary<string, byte[]> _pages;

    public ServedPages(Dictionary<string, byte[]> pages)
    {
        _pages = pages;
        using (var probe = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0))
        {
            probe.Start();
            Address = new($"http://127.0.0.1:{((IPEndPoint)probe.LocalEndpoint).Port}");
        }

        _listener.Prefixes.Add(Address + "");
        _listener.Start();
        _ = ServeAsync();
    }

    public Uri Address { get; }

    public void Dispose() => _listener.Close();

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                if (_pages.TryGetValue(context.Request.Url!.PathAndQuery, out byte[]? page))
                {
                    await context.Response.OutputStream.WriteAsync(page, TestContext.Current.CancellationToken);
                }
                else
                {
                    context.Response.StatusCode = 404;
                }

                context.Response.Close();
            }
        }
        catch (Exception exception) when (exception is ObjectDisposedException or HttpListenerException or InvalidOperationException)
        {
            // The test has closed the server.
        }
    }
}
