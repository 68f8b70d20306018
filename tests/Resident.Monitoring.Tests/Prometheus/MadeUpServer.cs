using System.Globalization;
using System.Net;
using System.Text;
using System.Web;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Tests.Prometheus;

/// <summary>A server of Prometheus' API that has made-up scrapes, and looks back five minutes as Prometheus
/// does.</summary>
internal sealed class MadeUpServer : HttpMessageHandler
{
    private const long LookBackSeconds = 300;

    private readonly SortedDictionary<string, SortedDictionary<long, string>> _series = new(StringComparer.Ordinal);

    /// <summary>Gets the target that all series are of.</summary>
    public string Labels { get; init; } = "\"job\":\"orders\",\"instance\":\"h:1\"";

    /// <summary>Adds a value as the API writes it, so that it may be NaN.</summary>
    public void Add(string metric, long seconds, string value)
    {
        if (!_series.TryGetValue(metric, out var points))
        {
            _series.Add(metric, points = []);
        }

        points[seconds] = value;
    }

    public void Add(string metric, long seconds, double value) => Add(metric, seconds, value.ToString("R", CultureInfo.InvariantCulture));

#pragma warning disable CA2000 // it holds nothing but this handler, which the test disposes of
    public PrometheusReader Reader() => new(new HttpClient(this, disposeHandler: false), new() { Address = new("http://made-up:9090") });
#pragma warning restore CA2000

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var asked = HttpUtility.ParseQueryString(request.RequestUri!.Query);
        string query = asked["query"]!;
        string result = request.RequestUri.AbsolutePath.EndsWith("/query", StringComparison.Ordinal)
            ? Raw(PrometheusFormat.Resident)
            : query.StartsWith("timestamp(", StringComparison.Ordinal) ? Range(asked, PrometheusFormat.Resident, static (time, _) => time.ToString(CultureInfo.InvariantCulture), name: "")
            : string.Join(',', _series.Keys.Select(metric => Range(asked, metric, static (_, value) => value, $"\"__name__\":\"{metric}\",")));
        string body = $$$"""{"status":"success","data":{"resultType":"matrix","result":[{{{result}}}]}}""";
        return Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(body, Encoding.UTF8, "application/json") });
    }

    private string Raw(string metric) =>
        "{\"metric\":{" + Labels + "},\"values\":[" + string.Join(',', _series[metric].Select(static point => $"[{point.Key},\"{point.Value}\"]")) + "]}";

    private string Range(System.Collections.Specialized.NameValueCollection asked, string metric, Func<long, string, string> write, string name)
    {
        long step = long.Parse(asked["step"]!, CultureInfo.InvariantCulture);
        var points = new List<string>();
        for (long time = long.Parse(asked["start"]!, CultureInfo.InvariantCulture); time <= double.Parse(asked["end"]!, CultureInfo.InvariantCulture); time += step)
        {
            var last = _series[metric].LastOrDefault(point => point.Key <= time);
            if (last.Value is not null && time - last.Key < LookBackSeconds)
            {
                points.Add($"[{time},\"{write(last.Key, last.Value)}\"]");
            }
        }

        return "{\"metric\":{" + name + Labels + "},\"values\":[" + string.Join(',', points) + "]}";
    }
}
