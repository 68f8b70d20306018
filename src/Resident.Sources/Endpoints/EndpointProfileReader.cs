using System.Globalization;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Sources.Endpoints;

/// <summary>Fetches profiles of a program that serves /debug/pprof/. Waits for each answer, so it is not for threads that must not. Safe for
/// several threads.</summary>
public sealed class EndpointProfileReader
{
    private const int MostBytes = 64 * 1024 * 1024;
    private const string PprofPath = "/debug/pprof";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly HttpClient _client;
    private readonly string _prefix;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="EndpointProfileReader"/> class.</summary>
    /// <param name="client">Asks. The caller owns it.</param>
    /// <param name="address">As http://host:6060, or the address of its /debug/pprof/, /debug/vars or /metrics.</param>
    /// <param name="clock">Counts the timeout.</param>
    public EndpointProfileReader(HttpClient client, Uri address, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(address);
        _client = client;
        _clock = clock;
        string path = address.GetLeftPart(UriPartial.Path).TrimEnd('/');
        int end = new[] { PprofPath, "/debug/vars", "/metrics" }
            .Select(name => path.IndexOf(name, path.IndexOf("://", StringComparison.Ordinal) + 3, StringComparison.Ordinal))
            .Where(static at => at >= 0).DefaultIfEmpty(path.Length).Min();
        _prefix = path[..end] + PprofPath + "/";
    }

    /// <summary>Fetches a profile.</summary>
    /// <param name="kind">"heap" or "goroutine".</param>
    /// <returns>The file, profile.proto packed with gzip, and what is in it.</returns>
    /// <exception cref="HttpRequestException">The address cannot be reached, does not serve it, or did not answer in 10 s.</exception>
    /// <exception cref="MalformedInputException">The answer is no profile.</exception>
    /// <exception cref="LimitExceededException">It is too large.</exception>
    public (byte[] File, Profile Profile) Read(string kind)
    {
        var address = new Uri(_prefix + kind);
        byte[] file = Fetch(address);
        using var stream = new MemoryStream(file, writable: false);
        return (file, ProfileReader.Read(stream, address.ToString()));
    }

    private byte[] Fetch(Uri address)
    {
        using var slow = new CancellationTokenSource(Patience, _clock);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            using var answer = _client.Send(request, HttpCompletionOption.ResponseHeadersRead, slow.Token);
            if (!answer.IsSuccessStatusCode)
            {
                throw new HttpRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"{address}: Expected a profile, found HTTP status {(int)answer.StatusCode}. Does the service import net/http/pprof?"));
            }

            using var body = answer.Content.ReadAsStream(slow.Token);
            return ReadAll(body, address, slow.Token);
        }
        catch (OperationCanceledException problem)
        {
            throw new HttpRequestException(string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {Patience.TotalSeconds:0} s."), problem);
        }
    }

    private static byte[] ReadAll(Stream body, Uri address, CancellationToken cancellationToken)
    {
        using var bytes = new MemoryStream();
        byte[] buffer = new byte[16 * 1024];
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = body.Read(buffer);
            if (count == 0)
            {
                return bytes.ToArray();
            }

            bytes.Write(buffer, 0, count);
            if (bytes.Length > MostBytes)
            {
                throw new LimitExceededException(string.Create(CultureInfo.InvariantCulture, $"{address} answered with more than {MostBytes} bytes: no program has a profile so large."));
            }
        }
    }
}
