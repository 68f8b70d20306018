using System.Globalization;
using Resident.Model;

namespace Resident.Sources.Prometheus;

/// <summary>Asks a server that speaks Prometheus' HTTP API. No answer is larger than a limit, none is waited for longer
/// than the patience, and a redirect is followed only on the same host.</summary>
public sealed class PrometheusReader
{
    private const int PointsAtOnce = 10_000;

    private readonly PrometheusGet _get;
    private readonly SortedSet<string> _warnings = new(StringComparer.Ordinal);

    /// <summary>Initializes a new instance of the <see cref="PrometheusReader"/> class.</summary>
    /// <param name="client">The client, as <see cref="PrometheusAccess.CreateClient"/> makes it. The caller owns
    /// it.</param>
    /// <param name="access">The server, and what it asks for.</param>
    /// <param name="clock">Counts the patience, or null for the system's.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    /// <param name="patience">How long one answer may take, or null for 60 s.</param>
    public PrometheusReader(HttpClient client, PrometheusAccess access, TimeProvider? clock = null, InputLimits? limits = null, TimeSpan? patience = null)
    {
        ArgumentNullException.ThrowIfNull(client);
        ArgumentNullException.ThrowIfNull(access);
        _get = new(client, access, clock ?? TimeProvider.System, patience ?? TimeSpan.FromSeconds(60), (limits ?? InputLimits.Default).PrometheusBodyBytes);
        Address = AddressOf(access.Address);
    }

    /// <summary>Gets the server's address without user, password and the API's path.</summary>
    public string Address { get; }

    /// <summary>Gets what servers said of missing parts so far.</summary>
    public IReadOnlySet<string> Warnings => _warnings;

    /// <summary>Lists the series that any of the selectors matches.</summary>
    /// <returns>Their labels.</returns>
    /// <exception cref="HttpRequestException">The server cannot be reached, refuses, or redirects
    /// elsewhere.</exception>
    /// <exception cref="MalformedInputException">The answer is none of Prometheus' API.</exception>
    /// <exception cref="LimitExceededException">The answer is too large or too slow.</exception>
    public async Task<IReadOnlyList<IReadOnlyDictionary<string, string>>> FindAsync(
        IEnumerable<string> selectors, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(selectors);
        string matches = string.Concat(selectors.Select(static selector => "match[]=" + Uri.EscapeDataString(selector) + "&"));
        var answer = await AskAsync($"{PrometheusFormat.SeriesPath}?{matches}start={Seconds(from)}&end={Seconds(to)}", cancellationToken).ConfigureAwait(false);
        return answer.LabelSets;
    }

    /// <summary>Asks a query at one time.</summary>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryAsync(string query, DateTimeOffset time, CancellationToken cancellationToken)
    {
        var answer = await AskAsync($"{PrometheusFormat.QueryPath}?query={Uri.EscapeDataString(query)}&time={Seconds(time)}", cancellationToken).ConfigureAwait(false);
        return answer.Series;
    }

    /// <summary>Asks a query over a time, in as many parts as the server's limit of points a series makes
    /// necessary.</summary>
    /// <param name="query">The query.</param>
    /// <param name="from">The first time.</param>
    /// <param name="to">The last time.</param>
    /// <param name="step">The time between two points; whole seconds.</param>
    /// <param name="onPart">Is told the share that is read, 0 to 1; may be null.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>The series, each one once.</returns>
    /// <inheritdoc cref="FindAsync" path="/exception"/>
    public async Task<IReadOnlyList<PrometheusSeries>> QueryRangeAsync(
        string query, DateTimeOffset from, DateTimeOffset to, TimeSpan step, Action<double>? onPart, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(step, TimeSpan.FromSeconds(1));
        var joined = new Dictionary<string, (IReadOnlyDictionary<string, string> Labels, List<long> UnixMs, List<double> Values)>(StringComparer.Ordinal);
        for (var start = from; start <= to; start += step * PointsAtOnce)
        {
            var end = start + (step * (PointsAtOnce - 1)) is var last && last < to ? last : to;
            string path = string.Create(
                CultureInfo.InvariantCulture,
                $"{PrometheusFormat.RangePath}?query={Uri.EscapeDataString(query)}&start={Seconds(start)}&end={Seconds(end)}&step={step.TotalSeconds:0}&nocache=1");
            var answer = await AskAsync(path, cancellationToken).ConfigureAwait(false);
            foreach (var series in answer.Series)
            {
                Join(joined, series);
            }

            onPart?.Invoke(Math.Clamp((end - from) / (to - from), 0, 1));
        }

        return [.. joined.Values.Select(static each => new PrometheusSeries(each.Labels, each.UnixMs, each.Values))];
    }

    private static void Join(Dictionary<string, (IReadOnlyDictionary<string, string> Labels, List<long> UnixMs, List<double> Values)> joined, PrometheusSeries series)
    {
        string key = string.Join('\u0001', series.Labels.OrderBy(static label => label.Key, StringComparer.Ordinal).Select(static label => label.Key + '\u0002' + label.Value));
        if (!joined.TryGetValue(key, out var known))
        {
            joined[key] = known = (series.Labels, [], []);
        }

        for (int i = 0; i < series.UnixMs.Count; i++)
        {
            // A server that rounds times may tell a part's last point again.
            if (known.UnixMs.Count == 0 || series.UnixMs[i] > known.UnixMs[^1])
            {
                known.UnixMs.Add(series.UnixMs[i]);
                known.Values.Add(series.Values[i]);
            }
        }
    }

    private static string AddressOf(Uri address)
    {
        string trimmed = address.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped).TrimEnd('/');
        int api = trimmed.IndexOf(PrometheusFormat.ApiPath.TrimEnd('/'), StringComparison.Ordinal);
        return api < 0 ? trimmed : trimmed[..api];
    }

    private static string Seconds(DateTimeOffset time) => (time.ToUnixTimeMilliseconds() / 1_000.0).ToString("0.###", CultureInfo.InvariantCulture);

    private async Task<PrometheusAnswer> AskAsync(string path, CancellationToken cancellationToken)
    {
        var body = await _get.ReadAsync(new Uri(Address + path), cancellationToken).ConfigureAwait(false);
        var answer = PrometheusParser.Parse(body.Span, Address + path[..path.IndexOf('?', StringComparison.Ordinal)]);
        _warnings.UnionWith(answer.Warnings);
        return answer;
    }
}
