using System.Globalization;
using System.Net;
using System.Text;
using Resident.Model;
using Resident.Sources.Http;

namespace Resident.Sources.Giving;

/// <summary>The endpoint with which a program offers to give memory back: a POST, see docs/free.md.</summary>
public sealed class ReleaseEndpoint
{
    /// <summary>Where the sample package serves it.</summary>
    public const string DefaultPath = "/debug/freeosmemory";

    private const int MostAnswer = 2048;

    private readonly HttpClient _client;
    private readonly TimeSpan _askPatience;
    private readonly TimeSpan _postPatience;

    /// <summary>Initializes a new instance of the <see cref="ReleaseEndpoint"/> class.</summary>
    /// <param name="client">The client; the caller owns it.</param>
    /// <param name="address">The endpoint, or the server that has it at <see cref="DefaultPath"/>.</param>
    /// <param name="askPatience">How long the answer to whether it is there may take, or null for 5 s.</param>
    /// <param name="postPatience">How long giving back may take, or null for 30 s: a collection of a heap of hundreds
    /// of GiB.</param>
    public ReleaseEndpoint(HttpClient client, Uri address, TimeSpan? askPatience = null, TimeSpan? postPatience = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(address);
        _client = client;
        _askPatience = askPatience ?? TimeSpan.FromSeconds(5);
        _postPatience = postPatience ?? TimeSpan.FromSeconds(30);
        Address = address.AbsolutePath is "/" or "" ? new Uri(address, DefaultPath) : address;
    }

    /// <summary>Gets the address that is asked.</summary>
    public Uri Address { get; }

    /// <summary>Asks whether it is there, without freeing anything: an OPTIONS request.</summary>
    /// <returns>Null where it is; else why not.</returns>
    public async Task<string?> WhyNotAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(_askPatience);
        try
        {
            TlsLibrary.Require(Address);
            using var request = new HttpRequestMessage(HttpMethod.Options, Address);
            using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            bool isThere = (int)response.StatusCode is < 300 or >= 400
                && response.StatusCode is not (HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Unauthorized);
            return isThere ? null : Answered(response);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return Silent(_askPatience);
        }
        catch (HttpRequestException exception)
        {
            return $"{Address} cannot be reached: {exception.Message}";
        }
    }

    /// <summary>Has the program give memory back, and waits until it has.</summary>
    /// <returns>What it answered, one line.</returns>
    /// <exception cref="HttpRequestException">It cannot be reached, or does not answer with success.</exception>
    /// <exception cref="LimitExceededException">It does not answer in time.</exception>
    public async Task<string> PostAsync(CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        either.CancelAfter(_postPatience);
        try
        {
            return await PostUntilAsync(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new LimitExceededException(Silent(_postPatience), exception);
        }
    }

    private async Task<string> PostUntilAsync(CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address);
        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode)
        {
            throw new HttpRequestException(Answered(response), inner: null, response.StatusCode);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using var closing = body.ConfigureAwait(false);
        byte[] bytes = new byte[MostAnswer];
        int count = await body.ReadAtLeastAsync(bytes, bytes.Length, throwOnEndOfStream: false, cancellationToken).ConfigureAwait(false);
        return Encoding.UTF8.GetString(bytes, 0, count).Split('\n')[0].Trim();
    }

    private string Silent(TimeSpan patience) =>
        string.Create(CultureInfo.InvariantCulture, $"{Address} did not answer within {patience.TotalSeconds:0.###} s.");

    private string Answered(HttpResponseMessage response) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Address} answered with {(int)response.StatusCode} {response.ReasonPhrase}; docs/free.md shows the few lines that serve it.");
}
