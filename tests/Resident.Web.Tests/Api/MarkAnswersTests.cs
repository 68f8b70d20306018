using System.Net;

namespace Resident.Web.Tests.Api;

public sealed class MarkAnswersTests
{
    [Fact]
    public async Task Mark_Posted_StandsOnTheTimelineAsThePersonWroteIt()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.Client.PostAsync(
            PageFixture.Relative("/api/mark?text=deploy%20v2.31"), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        var mark = Assert.Single(page.Timeline.Events(long.MinValue, long.MaxValue), static happened => happened.Kind is "mark");
        Assert.Equal("deploy v2.31", mark.Text);
        Assert.Null(mark.Words);
    }

    [Theory]
    [InlineData("GET", "/api/mark?text=x", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/api/mark", HttpStatusCode.BadRequest)]
    [InlineData("POST", "/api/sample", HttpStatusCode.MethodNotAllowed)]
    [InlineData("DELETE", "/api/mark?text=x", HttpStatusCode.MethodNotAllowed)]
    public async Task Mark_WrongRequest_PutsNothing(string method, string path, HttpStatusCode status)
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(new HttpMethod(method), PageFixture.Relative(path));

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(status, answer.StatusCode);
        Assert.Empty(page.Timeline.Events(long.MinValue, long.MaxValue));
    }

    [Fact]
    [Trait("Kind", "Attack")]
    public async Task Marks_AStormOfThem_CannotPushSamplesOut()
    {
        await using var page = await PageFixture.StartAsync();
        int put = 0;

        for (int mark = 0; mark < 200; mark++)
        {
            using var answer = await page.Client.PostAsync(PageFixture.Relative("/api/mark?text=x"), content: null, TestContext.Current.CancellationToken);
            put += answer.StatusCode == HttpStatusCode.NoContent ? 1 : 0;
            Assert.True(answer.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests, answer.StatusCode.ToString());
        }

        Assert.InRange(put, 20, 30);
    }

    [Fact]
    public async Task Mark_FromAnotherSite_IsRefused()
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Post, PageFixture.Relative("/api/mark?text=x"));
        request.Headers.Add("Origin", "http://evil.example");

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Empty(page.Timeline.Events(long.MinValue, long.MaxValue));
    }
}
