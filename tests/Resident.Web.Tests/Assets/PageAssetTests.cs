using System.IO.Compression;
using System.Net;

namespace Resident.Web.Tests.Assets;

public sealed class PageAssetTests
{
    [Theory]
    [InlineData("/", "text/html")]
    [InlineData("/app.js", "text/javascript")]
    [InlineData("/app.css", "text/css")]
    public async Task File_Compressed_IsTheSameAsPlain(string path, string type)
    {
        await using var page = await PageFixture.StartAsync();

        byte[] plain = await GetAsync(page, path, "identity");
        byte[] brotli = Unpack(new BrotliStream(new MemoryStream(await GetAsync(page, path, "br")), CompressionMode.Decompress));
        byte[] gzip = Unpack(new GZipStream(new MemoryStream(await GetAsync(page, path, "gzip")), CompressionMode.Decompress));
        using var answer = await page.GetAsync(path);

        Assert.Equal(plain, brotli);
        Assert.Equal(plain, gzip);
        Assert.Equal(type, answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task File_KnownToTheReader_IsNotSentAgain()
    {
        await using var page = await PageFixture.StartAsync();
        using var first = await page.GetAsync("/app.js");
        using HttpRequestMessage second = new(HttpMethod.Get, "/app.js");
        second.Headers.IfNoneMatch.Add(first.Headers.ETag!);

        using var answer = await page.Client.SendAsync(second, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotModified, answer.StatusCode);
        Assert.Empty(await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Page_Whole_NamesNoOtherHost()
    {
        await using var page = await PageFixture.StartAsync();

        string html = await page.GetStringAsync("/");

        Assert.DoesNotContain("https://", html, StringComparison.Ordinal);
        Assert.DoesNotContain("//cdn", html, StringComparison.Ordinal);
    }

    private static async Task<byte[]> GetAsync(PageFixture page, string path, string encoding)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.ParseAdd(encoding);
        using var answer = await page.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal(encoding is "identity" ? [] : [encoding], answer.Content.Headers.ContentEncoding);
        return await answer.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);
    }

    private static byte[] Unpack(Stream packed)
    {
        using MemoryStream plain = new();
        using (packed)
        {
            packed.CopyTo(plain);
        }

        return plain.ToArray();
    }
}
