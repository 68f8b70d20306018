using Microsoft.AspNetCore.Http;
using Resident.Web.Api;

namespace Resident.Web.Assets;

/// <summary>The page's files by their paths.</summary>
internal sealed class PageAssets
{
    private readonly Dictionary<string, PageAsset> _byPath = new(StringComparer.Ordinal)
    {
        ["/"] = new("ui/index.html", "text/html; charset=utf-8"),
        ["/app.js"] = new("ui/app.js", "text/javascript; charset=utf-8"),
        ["/app.css"] = new("ui/app.css", "text/css; charset=utf-8"),
    };

    /// <summary>Finds the file that a path names, or null.</summary>
    public PageAsset? Find(string path) => _byPath.GetValueOrDefault(path);

    /// <summary>Sends a file, or 304 where the reader has it.</summary>
    public static async Task SendAsync(HttpContext context, PageAsset asset)
    {
        var response = context.Response;
        response.ContentType = asset.ContentType;
        response.Headers.ETag = asset.Tag;
        response.Headers.Vary = "Accept-Encoding";

        // The names do not change from version to version, so a reader keeps the file but asks each time.
        response.Headers.CacheControl = "no-cache";
        if (string.Equals(context.Request.Headers.IfNoneMatch, asset.Tag, StringComparison.Ordinal))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
        }
        else if (AnswerBody.Takes(context.Request, "br"))
        {
            await SendPackedAsync(context, "br", asset.Brotli).ConfigureAwait(false);
        }
        else if (AnswerBody.Takes(context.Request, "gzip"))
        {
            await SendPackedAsync(context, "gzip", asset.Gzip).ConfigureAwait(false);
        }
        else
        {
            var plain = asset.Open();
            await using (plain.ConfigureAwait(false))
            {
                response.ContentLength = plain.Length;
                if (!HttpMethods.IsHead(context.Request.Method))
                {
                    await plain.CopyToAsync(response.Body, context.RequestAborted).ConfigureAwait(false);
                }
            }
        }
    }

    private static async Task SendPackedAsync(HttpContext context, string encoding, ReadOnlyMemory<byte> bytes)
    {
        context.Response.Headers.ContentEncoding = encoding;
        context.Response.ContentLength = bytes.Length;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await context.Response.Body.WriteAsync(bytes, context.RequestAborted).ConfigureAwait(false);
        }
    }
}
