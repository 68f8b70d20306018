using System.Globalization;
using System.Net;
using Resident.Model;
using Resident.Sources.Http;

namespace Resident.Sources.Prometheus;

/// <summary>Gets answers of a server, with what it asks for: no answer is larger than a limit, none is waited for
/// longer than the patience, and a redirect is followed on the same scheme, host and port only.</summary>
internal sealed class PrometheusGet
{
    private const int MostRedirects = 4;
    private const int ErrorBytes = 64 * 1024;

    private readonly HttpClient _client;
    private readonly PrometheusAccess _access;
    private readonly TimeProvider _clock;
    private readonly TimeSpan _patience;
    private readonly int _mostBytes;

    /// <summary>Initializes a new instance of the <see cref="PrometheusGet"/> class.</summary>
    /// <param name="client">The client; the caller owns it.</param>
    /// <param name="access">What the server asks for.</param>
    /// <param name="clock">Counts the patience.</param>
    /// <param name="patience">How long one answer may take.</param>
    /// <param name="mostBytes">How large one may be.</param>
    public PrometheusGet(HttpClient client, PrometheusAccess access, TimeProvider clock, TimeSpan patience, int mostBytes)
    {
        _client = client;
        _access = access;
        _clock = clock;
        _patience = patience;
        _mostBytes = mostBytes;
    }

    /// <summary>Gets a body.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached, refuses, or redirects
    /// elsewhere.</exception>
    /// <exception cref="LimitExceededException">The answer is too large or too slow.</exception>
    public async Task<ReadOnlyMemory<byte>> ReadAsync(Uri address, CancellationToken cancellationToken)
    {
        string shown = address.GetLeftPart(UriPartial.Path);
        using var slow = new CancellationTokenSource(_patience, _clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            return await FollowAsync(address, shown, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (slow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LimitExceededException(
                string.Create(CultureInfo.InvariantCulture, $"{shown} did not answer within {_patience.TotalSeconds:0.###} s. Ask for less time, or with a longer step."), exception);
        }
        catch (IOException exception)
        {
            throw new HttpRequestException($"{shown} ended its answer early: {exception.Message}", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> FollowAsync(Uri address, string shown, CancellationToken cancellationToken)
    {
        for (int hop = 0; hop <= MostRedirects; hop++)
        {
            using var response = await SendAsync(address, shown, cancellationToken).ConfigureAwait(false);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response.IsSuccessStatusCode
                    ? await HttpBody.ReadAsync(response, _mostBytes, () => TooLarge(shown), cancellationToken).ConfigureAwait(false)
                    : throw await RefusedAsync(response, shown, cancellationToken).ConfigureAwait(false);
            }

            var next = response.Headers.Location is { } location && Uri.TryCreate(address, location, out var found) ? found : null;
            if (next is null || !string.Equals(next.GetLeftPart(UriPartial.Authority), address.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
            {
                throw new HttpRequestException(
                    $"{shown} redirects to {next?.GetLeftPart(UriPartial.Authority) ?? "nowhere"}, which is not followed, so that no secret goes there. Give that address if it is the right one.");
            }

            address = next;
        }

        throw new HttpRequestException($"{shown} redirects more than {MostRedirects} times. Give the address that it leads to.");
    }

    private async Task<HttpResponseMessage> SendAsync(Uri address, string shown, CancellationToken cancellationToken)
    {
        TlsLibrary.Require(address);
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        _access.Sign(request);
        try
        {
            return await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (HttpRequestException exception)
        {
            throw new HttpRequestException($"{shown} cannot be reached: {exception.InnerException?.Message ?? exception.Message}", exception);
        }
    }

    private static async Task<HttpRequestException> RefusedAsync(HttpResponseMessage response, string shown, CancellationToken cancellationToken)
    {
        var body = await HttpBody.ReadAsync(response, ErrorBytes, tooLarge: null, cancellationToken).ConfigureAwait(false);
        string words = PrometheusParser.FindError(body.Span) is { } error ? $": {error}" : ".";
        string remedy = response.StatusCode switch
        {
            HttpStatusCode.Unauthorized => " Give --prometheus-token-file, or --prometheus-user and --prometheus-password-file.",
            HttpStatusCode.NotFound => " Is this the address of a server of Prometheus' API? Mimir's ends in /prometheus, VictoriaMetrics' cluster's in /select/0/prometheus.",
            HttpStatusCode.UnprocessableEntity => " Ask for less time, or with a longer --step.",
            _ => "",
        };
        return new HttpRequestException(
            string.Create(CultureInfo.InvariantCulture, $"{shown} answered with {(int)response.StatusCode} {response.ReasonPhrase}{words}{remedy}"), inner: null, response.StatusCode);
    }

    private LimitExceededException TooLarge(string shown) =>
        new($"{shown} answered with more than {_mostBytes} bytes; ask for less time, or raise {nameof(InputLimits)}.{nameof(InputLimits.PrometheusBodyBytes)}.");
}
