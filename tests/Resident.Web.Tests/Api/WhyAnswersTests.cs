using System.Net;

namespace Resident.Web.Tests.Api;

public sealed class WhyAnswersTests
{
    [Fact]
    public async Task Why_NobodyToWorkItOut_SaysSo()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/why?lang=zh");

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal(
            "{\"error\":\"There is no process behind this page to say anything of.\",\"code\":\"no-verdict\"}",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Why_UnknownLanguage_NamesTheOnesThereAre()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync("/api/why?lang=fr");

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Equal(
            "{\"error\":\"lang: Expected en or zh, found \\\"fr\\\".\"}",
            await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }
}
