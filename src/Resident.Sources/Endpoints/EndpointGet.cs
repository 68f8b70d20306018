using System.Globalization;
using Resident.Model;
using Resident.Sources.Http;

namespace Resident.Sources.Endpoints;

/// <summary>Asks a program's endpoints: no answer is larger than a limit, and none is waited for longer than the patience.</summary>
internal sealed class EndpointGet
{
    /// <summary>The path below which net/http/pprof serves.</summary>
    public const string PprofPath = "/debug/pprof";

    /// <summary>The path at which expvar serves.</summary>
    public const string VarsPath = "/debug/vars";

    /// <summary>The path at which Prometheus' clients serve.</summary>
    public const string MetricsPath = "/metrics";

    private const int MostRedirects = 4;

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly TimeSpan _patience;
    private readonly int _mostBytes;

    /// <summary>Initializes a new instance of the <see cref="EndpointGet"/> class.</summary>
    /// <param name="client">The client; the caller owns it.</param>
    /// <param name="time">Counts the patience.</param>
    /// <param name="patience">How long one answer may take, or null for 10 s.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public EndpointGet(HttpClient client, TimeProvider time, TimeSpan? patience = null, InputLimits? limits = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _time = time;
        _patience = patience ?? TimeSpan.FromSeconds(10);
        _mostBytes = (limits ?? InputLimits.Default).HttpBodyBytes;
    }

    /// <summary>Cuts the path of a known endpoint off an address: http://host/prefix of http://host/prefix/debug/pprof/heap.</summary>
    public static string PrefixOf(Uri address)
    {
        string trimmed = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        int pprof = trimmed.IndexOf(PprofPath, StringComparison.Ordinal);
        if (pprof >= 0)
        {
            return trimmed[..pprof];
        }

        foreach (string path in (ReadOnlySpan<string>)[MetricsPath, VarsPath])
        {
            if (trimmed.EndsWith(path, StringComparison.Ordinal))
            {
                return trimmed[..^path.Length];
            }
        }

        return trimmed;
    }

    /// <summary>Gets a body. A redirect is followed within the same scheme, host and port: another place is asked only
    /// where the user names it.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, or answers with an error or with a redirect
    /// elsewhere: then it has the status.</exception>
    /// <exception cref="LimitExceededException">The answer is too large or too slow.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(_patience, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            using var response = await SendAsync(address, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}."),
                    inner: null,
                    response.StatusCode);
            }

            return await HttpBody.ReadAsync(response, _mostBytes, () => TooLarge(address), either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (slow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LimitExceededException(
                string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {_patience.TotalSeconds:0.###} s."), exception);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            throw new HttpRequestException($"{address} cannot be reached: {exception.Message}", exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException($"{address} did not answer to the end: {exception.Message}", exception);
        }
    }

    private static bool IsSamePlace(Uri one, Uri other) =>
        Uri.Compare(one, other, UriComponents.SchemeAndServer, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private static string Quote(Uri location) => location.OriginalString is { Length: > 80 } text ? text[..80] + "..." : location.OriginalString;

    private async Task<HttpResponseMessage> SendAsync(Uri address, CancellationToken cancellationToken)
    {
        TlsLibrary.Require(address);
        var place = address;
        for (int redirects = 0; ; redirects++)
        {
            var response = await _client.GetAsync(place, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            if ((int)response.StatusCode is not (301 or 302 or 303 or 307 or 308) || response.Headers.Location is not { } location)
            {
                return response;
            }

            var status = response.StatusCode;
            response.Dispose();
            place = Uri.TryCreate(place, location, out var next) && IsSamePlace(next, address) && redirects < MostRedirects
                ? next
                : throw new HttpRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"{address} answered with {(int)status}, a redirect to {Quote(location)}, which is not followed; if it is meant, give that address."),
                    inner: null,
                    status);
        }
    }

    private LimitExceededException TooLarge(Uri address) =>
        new($"{address} answered with more than {_mostBytes} bytes; raise {nameof(InputLimits)}.{nameof(InputLimits.HttpBodyBytes)}.");
}
