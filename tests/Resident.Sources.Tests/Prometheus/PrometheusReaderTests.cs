using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Sources.Prometheus;

namespace Resident.Sources.Tests.Prometheus;

/// <summary>Servers that answer badly: each failure is a clear sentence, and none costs more memory or time than
/// allowed.</summary>
public sealed class PrometheusReaderTests
{
    private const string Nothing = """{"status":"success","data":{"resultType":"matrix","result":[]}}""";
    private static readonly DateTimeOffset From = DateTimeOffset.FromUnixTimeSeconds(1_000_000);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task QueryRange_ManyPoints_AsksInPartsThatServersAllowAndJoinsThem()
    {
        using var server = new AnsweringServer(static async context =>
        {
            var query = context.Request.QueryString;
            long from = long.Parse(query["start"]!, CultureInfo.InvariantCulture);
            long to = long.Parse(query["end"]!, CultureInfo.InvariantCulture);
            long step = long.Parse(query["step"]!, CultureInfo.InvariantCulture);
            Assert.InRange((to - from) / step, 0, PrometheusFormat.MaxPointsASeries - 1);
            var points = Enumerable.Range(0, (int)((to - from) / step) + 1).Select(i => $"[{from + (i * step)},\"{from + (i * step)}\"]");
            await AnsweringServer.SendAsync(context, $$$"""{"status":"success","data":{"result":[{"metric":{"job":"a"},"values":[{{{string.Join(',', points)}}}]}]}}""");
        });

        var series = await ReaderOf(server).QueryRangeAsync("up", From, From.AddSeconds(15 * 25_000), TimeSpan.FromSeconds(15), onPart: null, Cancel);

        Assert.Equal(3, server.Asked.Count);
        Assert.Equal(25_001, Assert.Single(series).UnixMs.Count);
        Assert.Equal(Enumerable.Range(0, 25_001).Select(static i => (1_000_000L + (15 * i)) * 1_000), series[0].UnixMs);
    }

    [Theory]
    [InlineData(422, """{"status":"error","error":"query processing would load too many samples into memory"}""", "answered with 422 Unprocessable Entity: query processing would load too many samples into memory Ask for less time, or with a longer --step.")]
    [InlineData(401, "no", "answered with 401 Unauthorized. Give --prometheus-token-file, or --prometheus-user and --prometheus-password-file.")]
    [InlineData(404, "<html>", "answered with 404 Not Found. Is this the address of a server of Prometheus' API? Mimir's ends in /prometheus, VictoriaMetrics' cluster's in /select/0/prometheus.")]
    [InlineData(503, "", "answered with 503 Service Unavailable.")]
    public async Task Query_Refused_SaysWhyAndWhatToDo(int status, string body, string message)
    {
        using var server = AnsweringServer.Of(body, status);

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => ReaderOf(server).QueryAsync("up", From, Cancel));

        Assert.Equal($"{server.Address}api/v1/query {message}", problem.Message);
    }

    [Fact]
    public async Task Query_EndlessBody_EndsAtTheLimit()
    {
        using var server = new AnsweringServer(static async context =>
        {
            byte[] part = Encoding.UTF8.GetBytes(new string(' ', 65_536));
            while (true)
            {
                await context.Response.OutputStream.WriteAsync(part, Cancel);
            }
        });
        var reader = ReaderOf(server, limits: new() { PrometheusBodyBytes = 1 << 20 });

        var problem = await Assert.ThrowsAsync<LimitExceededException>(() => reader.QueryAsync("up", From, Cancel));

        Assert.Equal($"{server.Address}api/v1/query answered with more than 1048576 bytes; ask for less time, or raise InputLimits.PrometheusBodyBytes.", problem.Message);
    }

    [Fact]
    public async Task Query_NoAnswer_EndsWithThePatience()
    {
        using var server = new AnsweringServer(static context => Task.Delay(Timeout.Infinite, Cancel));

        var problem = await Assert.ThrowsAsync<LimitExceededException>(() => ReaderOf(server, patience: TimeSpan.FromMilliseconds(100)).QueryAsync("up", From, Cancel));

        Assert.Equal($"{server.Address}api/v1/query did not answer within 0.1 s. Ask for less time, or with a longer step.", problem.Message);
    }

    [Fact]
    public async Task Query_RedirectOnTheSameHost_IsFollowedAndElsewhereIsNot()
    {
        using var other = AnsweringServer.Of(Nothing);
        using var server = new AnsweringServer(async context =>
        {
            if (context.Request.RawUrl!.StartsWith("/moved", StringComparison.Ordinal))
            {
                await AnsweringServer.SendAsync(context, Nothing);
                return;
            }

            bool isElsewhere = context.Request.RawUrl.Contains("elsewhere", StringComparison.Ordinal);
            context.Response.StatusCode = 302;
            context.Response.Headers["Location"] = isElsewhere ? other.Address + "api" : "/moved" + context.Request.RawUrl;
        });
        var reader = ReaderOf(server, access => access with { BearerToken = "secret" });

        Assert.Empty(await reader.QueryAsync("here", From, Cancel));
        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => reader.QueryAsync("elsewhere", From, Cancel));

        Assert.Empty(other.Asked);
        Assert.Equal(
            $"{server.Address}api/v1/query redirects to {other.Address.GetLeftPart(UriPartial.Authority)}, which is not followed, so that no secret goes there. Give that address if it is the right one.",
            problem.Message);
    }

    [Fact]
    public async Task Query_RedirectsInARing_Ends()
    {
        using var server = new AnsweringServer(static context =>
        {
            context.Response.StatusCode = 307;
            context.Response.Headers["Location"] = context.Request.RawUrl;
            return Task.CompletedTask;
        });

        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => ReaderOf(server).QueryAsync("up", From, Cancel));

        Assert.Equal($"{server.Address}api/v1/query redirects more than 4 times. Give the address that it leads to.", problem.Message);
    }

    [Fact]
    public async Task Query_NobodyListens_SaysSo()
    {
        Uri address;
        using (var server = AnsweringServer.Of(Nothing))
        {
            address = server.Address;
        }

        using var client = new HttpClient();
        var problem = await Assert.ThrowsAsync<HttpRequestException>(() => new PrometheusReader(client, new() { Address = address }).QueryAsync("up", From, Cancel));

        Assert.Equal($"{address}api/v1/query cannot be reached: Connection refused", problem.Message);
    }

    [Fact]
    public async Task Query_SecretsAndTenant_GoInHeadersAndNotInTheAddress()
    {
        var seen = new List<(string? Authorization, string? Tenant)>();
        using var server = new AnsweringServer(async context =>
        {
            seen.Add((context.Request.Headers["Authorization"], context.Request.Headers["X-Scope-OrgID"]));
            await AnsweringServer.SendAsync(context, Nothing);
        });

        _ = await ReaderOf(server, static access => access with { BearerToken = "t0ken", Tenant = "team-a" }).QueryAsync("up", From, Cancel);
        _ = await ReaderOf(server, static access => access with { User = "ann", Password = "pass:word" }).QueryAsync("up", From, Cancel);

        Assert.Equal([("Bearer t0ken", "team-a"), ("Basic " + Convert.ToBase64String("ann:pass:word"u8), null)], seen);
        Assert.All(server.Asked, static asked => Assert.StartsWith("/api/v1/query?", asked, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("http://h:9090", "http://h:9090")]
    [InlineData("http://h:9090/", "http://h:9090")]
    [InlineData("https://ann:secret@h/prometheus/", "https://h/prometheus")]
    [InlineData("http://h:8481/select/0/prometheus/api/v1/query", "http://h:8481/select/0/prometheus")]
    public void Address_HasNeitherSecretsNorTheApisPath(string given, string address)
    {
        using var client = new HttpClient();

        Assert.Equal(address, new PrometheusReader(client, new() { Address = new(given) }).Address);
    }

    private static PrometheusReader ReaderOf(
        AnsweringServer server, Func<PrometheusAccess, PrometheusAccess>? change = null, InputLimits? limits = null, TimeSpan? patience = null)
    {
        var access = new PrometheusAccess { Address = server.Address };
#pragma warning disable CA2000 // it ends with the test
        return new(access.CreateClient(), change?.Invoke(access) ?? access, clock: null, limits, patience);
#pragma warning restore CA2000
    }
}
