using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Resident.Web.Tests.Security;

public sealed class RequestGuardTests
{
    private const string Token = "s3cret";

    [Theory]
    [InlineData("evil.example")]
    [InlineData("localhost.evil.example")]
    [InlineData("127.0.0.1.evil.example:80")]
    public async Task Host_Foreign_IsForbiddenWithAReason(string host)
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/hello");
        request.Headers.Host = host;

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(
            $"The host name \"{host.Split(':')[0]}\" is not one of this server's. Open it by its address, as in http://127.0.0.1:PORT/, "
            + "so that no other site can pose as it.",
            await ErrorAsync(answer));
    }

    [Theory]
    [InlineData("localhost:9999")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]:8080")]
    public async Task Host_OfThisMachine_IsLetInOnAnyPort(string host)
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/hello");
        request.Headers.Host = host;

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Origin_Foreign_IsForbidden()
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/hello");
        request.Headers.Add("Origin", "https://evil.example");

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal("A page of \"https://evil.example\" asked for this data. Only this server's own page may.", await ErrorAsync(answer));
    }

    [Fact]
    public async Task Origin_OwnPage_IsLetIn()
    {
        await using var page = await PageFixture.StartAsync();
        using HttpRequestMessage request = new(HttpMethod.Get, "/api/hello");
        request.Headers.Add("Origin", page.Server.Url.GetLeftPart(UriPartial.Authority));

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Method_Post_IsRefused()
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.Client.PostAsync(PageFixture.Relative("/api/hello"), content: null, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/api/hello")]
    [InlineData("/nothing")]
    public async Task Answer_Any_CarriesThePolicy(string path)
    {
        await using var page = await PageFixture.StartAsync();

        using var answer = await page.GetAsync(path);

        Assert.StartsWith("default-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal(path is not "/", answer.Headers.CacheControl!.NoStore);
    }

    [Theory]
    [InlineData("/")]
    [InlineData("/app.js")]
    [InlineData("/api/hello")]
    [InlineData("/api/hello?token=wrong")]
    [InlineData("/metrics")]
    public async Task Token_Missing_IsForbidden(string path)
    {
        await using var page = await PageFixture.StartAsync(change: static options => options with { Token = Token });

        using var answer = await page.GetAsync(path);

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Equal(
            "This address needs a token. Open the address that the command printed, the one with ?token= in it.", await ErrorAsync(answer));
    }

    [Fact]
    public async Task Token_InTheAddress_MovesIntoACookie()
    {
        await using var page = await PageFixture.StartAsync(change: static options => options with { Token = Token });

        using var first = await page.Client.GetAsync(page.Server.Url, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.Found, first.StatusCode);
        Assert.Equal("/", first.Headers.Location!.OriginalString);
        string cookie = first.Headers.GetValues("Set-Cookie").Single();
        Assert.Contains("httponly", cookie, StringComparison.Ordinal);
        Assert.Contains("samesite=lax", cookie, StringComparison.Ordinal);

        using HttpRequestMessage second = new(HttpMethod.Get, "/api/hello");
        second.Headers.Add("Cookie", cookie.Split(';')[0]);
        using var answer = await page.Client.SendAsync(second, TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Token_AsBearer_IsLetIn()
    {
        await using var page = await PageFixture.StartAsync(change: static options => options with { Token = Token });
        using HttpRequestMessage request = new(HttpMethod.Get, "/metrics");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);

        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public async Task Address_NotLoopback_GetsATokenMadeUp()
    {
        await using var page = await PageFixture.StartAsync(change: static options => options with { ListenAddress = IPAddress.Any });

        using var without = await page.GetAsync("/api/hello");
        using var with = await page.GetAsync("/api/hello" + page.Server.Url.Query);

        Assert.Equal(32, page.Server.Token!.Length);
        Assert.Equal("127.0.0.1", page.Server.Url.Host);
        Assert.Equal(HttpStatusCode.Forbidden, without.StatusCode);
        Assert.Equal(HttpStatusCode.OK, with.StatusCode);
    }

    private static async Task<string?> ErrorAsync(HttpResponseMessage answer)
    {
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return document.RootElement.GetProperty("error").GetString();
    }
}
