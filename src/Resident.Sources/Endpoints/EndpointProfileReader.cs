using System.Globalization;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Sources.Endpoints;

/// <summary>Fetches profiles of a program that serves /debug/pprof/. Waits for each answer, so it is not for threads that must not. Safe for
/// several threads.</summary>
public sealed class EndpointProfileReader
{
    // No program has a profile so large.
    private const int MostBytes = 64 * 1024 * 1024;

    private readonly EndpointGet _get;
    private readonly string _prefix;

    /// <summary>Initializes a new instance of the <see cref="EndpointProfileReader"/> class.</summary>
    /// <param name="client">Asks. The caller owns it.</param>
    /// <param name="address">As http://host:6060, or the address of its /debug/pprof/, /debug/vars or /metrics.</param>
    /// <param name="clock">Counts the timeout, 10 s.</param>
    public EndpointProfileReader(HttpClient client, Uri address, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(address);
        _get = new(client, clock, limits: InputLimits.Default with { HttpBodyBytes = MostBytes });
        _prefix = EndpointGet.PrefixOf(address) + EndpointGet.PprofPath + "/";
    }

    /// <summary>Fetches a profile.</summary>
    /// <param name="kind">"heap" or "goroutine".</param>
    /// <returns>The file, profile.proto packed with gzip, and what is in it.</returns>
    /// <exception cref="HttpRequestException">The address cannot be reached, or does not serve it.</exception>
    /// <exception cref="MalformedInputException">The answer is no profile.</exception>
    /// <exception cref="LimitExceededException">It is too large or too slow.</exception>
    public (byte[] File, Profile Profile) Read(string kind)
    {
        var address = new Uri(_prefix + kind);
        try
        {
            byte[] file = _get.ReadAsync(address, CancellationToken.None).GetAwaiter().GetResult().ToArray();
            using var stream = new MemoryStream(file, writable: false);
            return (file, ProfileReader.Read(stream, address.ToString()));
        }
        catch (HttpRequestException problem) when (problem.StatusCode is { } status)
        {
            throw new HttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"{address}: Expected a profile, found HTTP status {(int)status}. Does the service import net/http/pprof?"),
                problem,
                status);
        }
    }
}
