using System.Globalization;
using Resident.Model;
using Resident.Sources.Expvar;
using Resident.Sources.OpenMetrics;
using Resident.Sources.Pprof;

namespace Resident.Sources.Endpoints;

/// <summary>Finds a Go program's HTTP endpoints and reads its memory from the least disturbing of them.</summary>
public sealed class EndpointReader
{
    private const string MetricsPath = "/metrics";
    private const string VarsPath = "/debug/vars";
    private const string PprofPath = "/debug/pprof";

    private readonly HttpClient _client;
    private readonly TimeProvider _time;
    private readonly InputLimits _limits;
    private readonly TimeSpan _timeout;

    /// <summary>Initializes a new instance of the <see cref="EndpointReader"/> class.</summary>
    /// <param name="client">The client; the caller owns it. It should not follow redirects to other hosts.</param>
    /// <param name="time">The clock that stamps readings and counts the timeout, or null for the system's.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    /// <param name="timeout">How long one answer may take, or null for 10 s.</param>
    public EndpointReader(HttpClient client, TimeProvider? time = null, InputLimits? limits = null, TimeSpan? timeout = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
        _time = time ?? TimeProvider.System;
        _limits = limits ?? InputLimits.Default;
        _timeout = timeout ?? TimeSpan.FromSeconds(10);
    }

    /// <summary>Asks which endpoints there are: below the given address, and beside it where it is one itself.</summary>
    /// <param name="address">As http://host:6060, http://host:6060/debug/pprof/ or http://host/prefix/metrics.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="HttpRequestException">The server cannot be reached, or has none of the endpoints; the message lists
    /// what was asked and answered.</exception>
    /// <exception cref="ArgumentException">It is no http or https address.</exception>
    public async Task<EndpointSet> FindAsync(Uri address, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"Expected an address as http://host:port, found \"{address}\".", nameof(address));
        }

        string prefix = PrefixOf(address.GetLeftPart(UriPartial.Path));
        var tried = new List<string>();
        var metrics = await AskAsync(new(prefix + MetricsPath), tried, ParseMetrics, cancellationToken).ConfigureAwait(false);
        var vars = await AskAsync(new(prefix + VarsPath), tried, ParseVars, cancellationToken).ConfigureAwait(false);
        var pprof = await AskAsync(new(prefix + PprofPath + "/"), tried, RequireGoroutines, cancellationToken).ConfigureAwait(false);
        return metrics is null && vars is null && pprof is null
            ? throw new HttpRequestException(
                $"{address}: Found no memory figures of a Go program ({string.Join("; ", tried)}); import net/http/pprof in the program, or name the address that serves it.")
            : new(metrics, vars, pprof);
    }

    /// <summary>Reads the program's memory: from the metrics if there are any, else from expvar, else from the heap profile's text. The
    /// number of goroutines is taken from the index of the profiles where the figures lack it.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached or answers with an error.</exception>
    /// <exception cref="MalformedInputException">The answer is not what it was when the endpoint was found.</exception>
    /// <exception cref="LimitExceededException">The answer is too large or too slow.</exception>
    public async Task<GoMemory> ReadAsync(EndpointSet endpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var memory = endpoints switch
        {
            { Metrics: { } metrics } => ParseMetrics(await GetAsync(metrics, cancellationToken).ConfigureAwait(false), metrics),
            { Vars: { } vars } => ParseVars(await GetAsync(vars, cancellationToken).ConfigureAwait(false), vars),
            { Pprof: { } pprof } => await ReadHeapTextAsync(new(pprof, "heap?debug=1"), cancellationToken).ConfigureAwait(false),
            _ => throw new ArgumentException("Expected at least one endpoint, found none.", nameof(endpoints)),
        };
        if (memory.Goroutines is null && endpoints.Pprof is { } index)
        {
            memory = memory with { Goroutines = GoroutineCountParser.Find((await GetAsync(index, cancellationToken).ConfigureAwait(false)).Span) };
        }

        return memory;
    }

    private static string PrefixOf(string address)
    {
        string trimmed = address.TrimEnd('/');
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

    private async Task<GoMemory> ReadHeapTextAsync(Uri address, CancellationToken cancellationToken)
    {
        var body = await GetAsync(address, cancellationToken).ConfigureAwait(false);
        return HeapTextParser.Parse(body.Span, address.ToString(), _time.GetUtcNow());
    }

    private GoMemory ParseMetrics(ReadOnlyMemory<byte> body, Uri address) =>
        OpenMetricsParser.Parse(body.Span, address.ToString(), _time.GetUtcNow());

    private GoMemory ParseVars(ReadOnlyMemory<byte> body, Uri address) =>
        ExpvarParser.Parse(body.Span, address.ToString(), _time.GetUtcNow());

    private GoMemory? RequireGoroutines(ReadOnlyMemory<byte> body, Uri address) =>
        GoroutineCountParser.Find(body.Span) is null
            ? throw new MalformedInputException($"{address}: Expected the index of Go's profiles, found another page.")
            : null;

    private async Task<Uri?> AskAsync(
        Uri address, List<string> tried, Func<ReadOnlyMemory<byte>, Uri, GoMemory?> parse, CancellationToken cancellationToken)
    {
        try
        {
            _ = parse(await GetAsync(address, cancellationToken).ConfigureAwait(false), address);
            return address;
        }
        catch (HttpRequestException exception) when (exception.StatusCode is { } status)
        {
            tried.Add(string.Create(CultureInfo.InvariantCulture, $"{address.AbsolutePath}: {(int)status}"));
        }
        catch (MalformedInputException)
        {
            tried.Add($"{address.AbsolutePath}: something else");
        }

        return null;
    }

    private async Task<ReadOnlyMemory<byte>> GetAsync(Uri address, CancellationToken cancellationToken)
    {
        using var slow = new CancellationTokenSource(_timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(slow.Token, cancellationToken);
        try
        {
            using var response = await _client.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            if (!response.IsSuccessStatusCode)
            {
                throw new HttpRequestException(
                    string.Create(CultureInfo.InvariantCulture, $"{address} answered with {(int)response.StatusCode} {response.ReasonPhrase}."),
                    inner: null,
                    response.StatusCode);
            }

            return await ReadBodyAsync(response, address, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException exception) when (slow.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new LimitExceededException(
                string.Create(CultureInfo.InvariantCulture, $"{address} did not answer within {_timeout.TotalSeconds:0.###} s."), exception);
        }
        catch (HttpRequestException exception) when (exception.StatusCode is null)
        {
            throw new HttpRequestException($"{address} cannot be reached: {exception.Message}", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(HttpResponseMessage response, Uri address, CancellationToken cancellationToken)
    {
        var stream = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            byte[] buffer = new byte[16 * 1024];
            int length = 0;
            while (true)
            {
                int count = await stream.ReadAsync(buffer.AsMemory(length), cancellationToken).ConfigureAwait(false);
                length += count;
                if (count == 0)
                {
                    return buffer.AsMemory(0, length);
                }

                if (length > _limits.HttpBodyBytes)
                {
                    throw new LimitExceededException(
                        $"{address} answered with more than {_limits.HttpBodyBytes} bytes; raise {nameof(InputLimits)}.{nameof(InputLimits.HttpBodyBytes)}.");
                }

                if (length == buffer.Length)
                {
                    Array.Resize(ref buffer, (int)Math.Min(buffer.Length * 2L, Array.MaxLength));
                }
            }
        }
    }
}
