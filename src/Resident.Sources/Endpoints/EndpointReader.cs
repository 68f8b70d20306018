using System.Globalization;
using Resident.Model;
using Resident.Sources.Expvar;
using Resident.Sources.OpenMetrics;
using Resident.Sources.Pprof;
using Resident.Sources.Prometheus;

namespace Resident.Sources.Endpoints;

/// <summary>Finds a Go program's HTTP endpoints and reads its memory from the least disturbing of them.</summary>
public sealed class EndpointReader
{
    private readonly EndpointGet _get;
    private readonly TimeProvider _time;

    /// <summary>Initializes a new instance of the <see cref="EndpointReader"/> class.</summary>
    /// <param name="client">The client; the caller owns it. It should not follow redirects to other hosts.</param>
    /// <param name="time">The clock that stamps readings and counts the timeout, or null for the system's.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    /// <param name="timeout">How long one answer may take, or null for 10 s.</param>
    public EndpointReader(HttpClient client, TimeProvider? time = null, InputLimits? limits = null, TimeSpan? timeout = null)
    {
        _time = time ?? TimeProvider.System;
        _get = new(client, _time, timeout, limits);
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

        string prefix = EndpointGet.PrefixOf(address);
        var tried = new List<string>();
        var metrics = await AskAsync(new(prefix + EndpointGet.MetricsPath), tried, ParseMetrics, cancellationToken).ConfigureAwait(false);
        var vars = await AskAsync(new(prefix + EndpointGet.VarsPath), tried, ParseVars, cancellationToken).ConfigureAwait(false);
        var pprof = await AskAsync(new(prefix + EndpointGet.PprofPath + "/"), tried, RequireGoroutines, cancellationToken).ConfigureAwait(false);
        return metrics is null && vars is null && pprof is null
            ? throw new HttpRequestException(
                $"{address}: Found no memory figures of a Go program ({string.Join("; ", tried)}); import net/http/pprof in the program, or name the address that serves it.")
            : new(metrics, vars, pprof);
    }

    /// <summary>Reads the program's memory, and RES where the metrics tell it: from the metrics if there are any, else from expvar, else from the heap profile's text. The
    /// number of goroutines is taken from the index of the profiles where the figures lack it.</summary>
    /// <exception cref="HttpRequestException">The server cannot be reached or answers with an error.</exception>
    /// <exception cref="MalformedInputException">The answer is not what it was when the endpoint was found.</exception>
    /// <exception cref="LimitExceededException">The answer is too large or too slow.</exception>
    public async Task<EndpointReading> ReadAsync(EndpointSet endpoints, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        var reading = endpoints switch
        {
            { Metrics: { } metrics } => ReadingOf(await _get.ReadAsync(metrics, cancellationToken).ConfigureAwait(false), metrics),
            { Vars: { } vars } => new(ParseVars(await _get.ReadAsync(vars, cancellationToken).ConfigureAwait(false), vars), Process: null, StartSeconds: null),
            { Pprof: { } pprof } => new(
                await ReadHeapTextAsync(new(pprof, "heap?debug=1"), cancellationToken).ConfigureAwait(false), Process: null, StartSeconds: null),
            _ => throw new ArgumentException("Expected at least one endpoint, found none.", nameof(endpoints)),
        };
        if (reading.Go.Goroutines is null && endpoints.Pprof is { } index)
        {
            var body = await _get.ReadAsync(index, cancellationToken).ConfigureAwait(false);
            reading = reading with { Go = reading.Go with { Goroutines = GoroutineCountParser.Find(body.Span) } };
        }

        return reading;
    }

    private EndpointReading ReadingOf(ReadOnlyMemory<byte> body, Uri address)
    {
        var memory = ParseMetrics(body, address);
        var kernel = OpenMetricsParser.ReadProcess(body.Span);
        return new(
            memory,
            PrometheusSample.FindProcess(memory.TakenAt, address.Authority, kernel),
            kernel.TryGetValue(PrometheusFormat.StartTime, out double start) ? start : null);
    }

    private async Task<GoMemory> ReadHeapTextAsync(Uri address, CancellationToken cancellationToken)
    {
        var body = await _get.ReadAsync(address, cancellationToken).ConfigureAwait(false);
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
            _ = parse(await _get.ReadAsync(address, cancellationToken).ConfigureAwait(false), address);
            return address;
        }
        catch (HttpRequestException exception) when (exception.StatusCode is { } status)
        {
            string elsewhere = (int)status is >= 300 and < 400 ? ", a redirect that is not followed" : "";
            tried.Add(string.Create(CultureInfo.InvariantCulture, $"{address.AbsolutePath}: {(int)status}{elsewhere}"));
        }
        catch (LimitExceededException exception) when (exception.InnerException is null)
        {
            // Too large; too slow is not tried once more at the next path.
            tried.Add($"{address.AbsolutePath}: too large an answer");
        }
        catch (MalformedInputException)
        {
            tried.Add($"{address.AbsolutePath}: something else");
        }

        return null;
    }
}
