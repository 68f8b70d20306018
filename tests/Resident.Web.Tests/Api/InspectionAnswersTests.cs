using System.Net;
using Resident.Model;
using Resident.Monitoring.Inspection;

namespace Resident.Web.Tests.Api;

public sealed class InspectionAnswersTests
{
    [Fact]
    public async Task Goroutines_Read_AreTheDocumentAndHeadersTellItsCost()
    {
        await using var page = await PageFixture.StartAsync(change: static options => options with { Inspector = new FixedInspector(null) });

        using var answer = await page.GetAsync("/api/goroutines");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("1.5", Assert.Single(answer.Headers.GetValues("Resident-Age")));
        Assert.Equal("0.02", Assert.Single(answer.Headers.GetValues("Resident-Cost")));
        Assert.Equal("8.5", Assert.Single(answer.Headers.GetValues("Resident-Next-In")));
        Assert.StartsWith(
            "{\"schema\":\"resident.goroutines/1\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(InspectionRefusal.NoRight, HttpStatusCode.Forbidden, "no-right")]
    [InlineData(InspectionRefusal.NotGo, HttpStatusCode.NotFound, "not-go")]
    [InlineData(InspectionRefusal.NotReadable, HttpStatusCode.BadGateway, "not-readable")]
    [InlineData(InspectionRefusal.Failed, HttpStatusCode.BadGateway, "failed")]
    public async Task Map_Refused_SaysWhyAndWhatWouldAllowIt(InspectionRefusal refusal, HttpStatusCode status, string code)
    {
        var refused = new InspectionRefusedException(refusal, "It cannot be read.", "Run as root.");
        await using var page = await PageFixture.StartAsync(change: options => options with { Inspector = new FixedInspector(refused) });

        using var answer = await page.GetAsync("/api/map");

        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(
            $"{{\"error\":\"It cannot be read.\",\"code\":\"{code}\",\"remedy\":\"Run as root.\"}}",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Map_NoProcessBehindThePage_SaysSo()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/map");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Contains("\"code\":\"no-process\"", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private sealed class FixedInspector(InspectionRefusedException? refusal) : IInspector
    {
        public Task<Inspected<GoPageMap>> ReadPageMapAsync(CancellationToken cancellationToken) => throw refusal!;

        public Task<Inspected<GoroutineCensus>> ReadGoroutinesAsync(CancellationToken cancellationToken) =>
            Task.FromResult(new Inspected<GoroutineCensus>(
                new() { TakenAt = PageFixture.Start, Groups = [] }, TimeSpan.FromSeconds(1.5), TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(8.5)));
    }
}
