using System.Net;
using System.Text.Json;
using Resident.Model;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;

namespace Resident.Web.Tests.Api;

/// <summary>Each kind of failure has its status, on every route that reads.</summary>
public sealed class FailureTests
{
    private static readonly string[] Reading =
        ["/api/series", "/api/gc", "/api/events", "/api/sample", "/api/why", "/api/export.csv", "/api/export.json", "/metrics", "/api/hello"];

    private static readonly (Exception Failure, HttpStatusCode Status, string Code)[] Kinds =
    [
        (new MalformedInputException("a.resident: row 7: Expected a time, found nothing."), HttpStatusCode.UnprocessableEntity, "malformed"),
        (new LimitExceededException("a.resident: Expected at most 32 MiB, found more."), HttpStatusCode.RequestEntityTooLarge, "limit"),
        (new TimeoutException("The process does not answer."), HttpStatusCode.GatewayTimeout, "timeout"),
        (new IOException("a.resident: It is gone."), HttpStatusCode.BadGateway, "gone"),
        (new UnauthorizedAccessException("a.resident: It may not be read."), HttpStatusCode.Forbidden, "no-right"),
        (new InvalidOperationException("No way."), HttpStatusCode.InternalServerError, "bug"),
    ];

    public static TheoryData<string, int> Rows
    {
        get
        {
            var rows = new TheoryData<string, int>();
            foreach (string path in Reading)
            {
                for (int kind = 0; kind < Kinds.Length; kind++)
                {
                    rows.Add(path, kind);
                }
            }

            return rows;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Route_ReadingFails_TellsWhatKindItIs(string path, int kind)
    {
        var (failure, status, code) = Kinds[kind];
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(3));
        var options = new PageOptions { Clock = TimeProvider.System, Version = "1.2.3", Verdicts = new FailingVerdicts(failure) };
        await using var server = await PageServer.StartAsync(new FailingTimeline(page.Timeline, failure), options, TestContext.Current.CancellationToken);

        using var answer = await page.Client.GetAsync(new Uri(server.Url, path), TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        var told = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;
        Assert.Equal(code, told.GetProperty("code").GetString());
        Assert.Contains(failure.Message, told.GetProperty("error").GetString());
    }

    [Fact]
    public async Task Mark_OnARecording_IsRefusedAndSaysWhereItCanBePut()
    {
        await using var page = await PageFixture.StartAsync(TimeSpan.FromSeconds(3));
        var options = new PageOptions { Clock = TimeProvider.System, Version = "1.2.3" };
        await using var server = await PageServer.StartAsync(
            new FailingTimeline(page.Timeline, new IOException()), options, TestContext.Current.CancellationToken);

        using var answer = await page.Client.PostAsync(new Uri(server.Url, "/api/mark?text=x"), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Conflict, answer.StatusCode);
        Assert.Contains("resident watch", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private sealed class FailingVerdicts(Exception failure) : IVerdictSource
    {
        public Task<Model.Verdicts.Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken) => throw failure;
    }
}
