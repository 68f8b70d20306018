using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Resident.Sources.Http;

namespace Resident.Cli.Alerts;

/// <summary>Tells a verdict to an address: POST, the document as the body. Tried three times.</summary>
internal sealed class WebhookRoute : IAlertRoute, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly Uri _address;
    private readonly TimeProvider _clock;
    private readonly HttpClient _client;
    private readonly TimeSpan[] _pauses;

    /// <summary>Initializes a new instance of the <see cref="WebhookRoute"/> class.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="clock">Spaces the attempts.</param>
    /// <param name="pauses">The time before each further attempt, or null for 1 s and 5 s.</param>
    public WebhookRoute(Uri address, TimeProvider clock, TimeSpan[]? pauses = null)
    {
        _address = new UriBuilder(address) { UserName = "", Password = "" }.Uri;
        _clock = clock;
        _pauses = pauses ?? [TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5)];
#pragma warning disable CA2000 // the client owns the handler
        _client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, MaxResponseDrainSize = 0 }) { Timeout = Patience };
#pragma warning restore CA2000
        if (address.UserInfo.Length > 0)
        {
            byte[] credentials = Encoding.UTF8.GetBytes(Uri.UnescapeDataString(address.UserInfo));
            _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(credentials));
        }

        _client.DefaultRequestHeaders.UserAgent.Add(new ProductInfoHeaderValue("resident", Product.Version));
    }

    /// <inheritdoc/>
    public async Task<string?> SendAsync(string verdict, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        for (int attempt = 0; ; attempt++)
        {
            string? problem = await TryAsync(verdict, document, cancellationToken);
            if (problem is null || attempt == _pauses.Length)
            {
                return problem;
            }

            await Task.Delay(_pauses[attempt], _clock, cancellationToken);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<string?> TryAsync(string verdict, ReadOnlyMemory<byte> document, CancellationToken cancellationToken)
    {
        try
        {
            TlsLibrary.Require(_address);
            using var request = new HttpRequestMessage(HttpMethod.Post, _address) { Content = new ReadOnlyMemoryContent(document) };
            request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
            request.Headers.Add("Resident-Verdict", verdict);
            using var answer = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            return answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.NotModified
                ? null
                : string.Create(CultureInfo.InvariantCulture, $"--webhook: {Where} answered with {(int)answer.StatusCode} {answer.ReasonPhrase}.");
        }
        catch (HttpRequestException problem)
        {
            return $"--webhook: {Where} cannot be reached: {problem.Message.TrimEnd('.')}.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return string.Create(CultureInfo.InvariantCulture, $"--webhook: {Where} did not answer within {Patience.TotalSeconds:0} s.");
        }
    }

    // The rest of the address often is a secret: that of a chat room's hook.
    private string Where => _address.GetLeftPart(UriPartial.Authority);
}
