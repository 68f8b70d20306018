namespace Resident.Sources.Endpoints;

/// <summary>Makes the HTTP client with which a watched program's endpoints are asked. What answers is not trusted: it
/// chooses neither whom we ask next, nor how long we listen.</summary>
public static class EndpointClient
{
    private const int HeaderKibibytes = 32;
    private static readonly TimeSpan ConnectPatience = TimeSpan.FromSeconds(5);

    /// <summary>Makes a client that follows no redirect by itself, keeps no cookie, and drops what is left of an answer
    /// that is not read to its end.</summary>
    public static HttpClient Create()
    {
#pragma warning disable CA2000 // the client owns the handler
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            ConnectTimeout = ConnectPatience,
            MaxResponseHeadersLength = HeaderKibibytes,
            MaxResponseDrainSize = 0,
        };
#pragma warning restore CA2000
        return new HttpClient(handler, disposeHandler: true) { Timeout = Timeout.InfiniteTimeSpan };
    }
}
