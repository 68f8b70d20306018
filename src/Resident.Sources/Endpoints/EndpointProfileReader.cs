using System.Globalization;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;

namespace Resident.Sources.Endpoints;

/// <summary>Fetches profiles of a program that serves /debug/pprof/. Waits for each answer, so it is not for threads that must not. Safe for
/// several threads.</summary>
public sealed class EndpointProfileReader
{
    private readonly EndpointGet _get;
    private readonly string _prefix;
    private readonly ProfileReadOptions _options;

    /// <summary>Initializes a new instance of the <see cref="EndpointProfileReader"/> class.</summary>
    /// <param name="client">Asks. The caller owns it.</param>
    /// <param name="address">As http://host:6060, or the address of its /debug/pprof/, /debug/vars or /metrics.</param>
    /// <param name="clock">Counts the timeout.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    /// <param name="timeout">How long one answer may take, or null for 10 s.</param>
    public EndpointProfileReader(HttpClient client, Uri address, TimeProvider clock, InputLimits? limits = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        var bounds = limits ?? InputLimits.Default;
        _get = new(client, clock, timeout, bounds with { HttpBodyBytes = bounds.HttpProfileBytes });
        _options = new ProfileReadOptions { Limits = bounds with { ProfileBytes = bounds.ServedProfileBytes } };
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
        byte[] file = ReadFileAsync(kind, CancellationToken.None).GetAwaiter().GetResult();
        using var stream = new MemoryStream(file, writable: false);
        return (file, ProfileReader.Read(stream, _prefix + kind, _options));
    }

    /// <summary>Fetches a profile as it comes.</summary>
    /// <param name="page">What follows /debug/pprof/: "heap", "profile?seconds=5".</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="HttpRequestException">The address cannot be reached, or does not serve it.</exception>
    /// <exception cref="LimitExceededException">It is too large or too slow.</exception>
    public async Task<byte[]> ReadFileAsync(string page, CancellationToken cancellationToken)
    {
        var address = new Uri(_prefix + page);
        try
        {
            return (await _get.ReadAsync(address, cancellationToken).ConfigureAwait(false)).ToArray();
        }
        catch (HttpRequestException problem) when (problem.StatusCode is { } status && (int)status is < 300 or >= 400)
        {
            throw new HttpRequestException(
                string.Create(CultureInfo.InvariantCulture, $"{address}: Expected a profile, found HTTP status {(int)status}. Does the service import net/http/pprof?"),
                problem,
                status);
        }
    }
}
