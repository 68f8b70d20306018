using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Resident.Web.Api;

/// <summary>The body of an answer, compressed where the reader takes gzip.</summary>
internal static class AnswerBody
{
    /// <summary>Writes a JSON document.</summary>
    public static Task WriteJsonAsync(HttpContext context, Action<Utf8JsonWriter> write) =>
        WriteAsync(context, "application/json; charset=utf-8", async stream =>
        {
            Utf8JsonWriter json = new(stream, JsonText.Options);
            await using (json.ConfigureAwait(false))
            {
                write(json);
                await json.FlushAsync(context.RequestAborted).ConfigureAwait(false);
            }
        });

    /// <summary>Writes a body of any type.</summary>
    public static async Task WriteAsync(HttpContext context, string contentType, Func<Stream, Task> write)
    {
        var response = context.Response;
        response.ContentType = contentType;
        if (HttpMethods.IsHead(context.Request.Method))
        {
            return;
        }

        response.Headers.Vary = "Accept-Encoding";
        if (!Takes(context.Request, "gzip"))
        {
            await write(response.Body).ConfigureAwait(false);
            return;
        }

        response.Headers.ContentEncoding = "gzip";
        GZipStream packed = new(response.Body, CompressionLevel.Fastest, leaveOpen: true);
        await using (packed.ConfigureAwait(false))
        {
            await write(packed).ConfigureAwait(false);
        }
    }

    /// <summary>Tells whether the reader takes an encoding. A weight of zero, which nobody sends, is not looked for.</summary>
    public static bool Takes(HttpRequest request, string encoding) =>
        request.Headers.AcceptEncoding.ToString().Contains(encoding, StringComparison.OrdinalIgnoreCase);
}
