using System.Buffers;
using System.IO.Compression;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Resident.Web.Api;

/// <summary>The body of an answer, compressed where the reader takes gzip.</summary>
internal static class AnswerBody
{
    /// <summary>Writes a JSON document. What fails while it is written has sent nothing.</summary>
    public static async Task WriteJsonAsync(HttpContext context, Action<Utf8JsonWriter> write)
    {
        ArrayBufferWriter<byte> body = new(16 * 1024);
        Utf8JsonWriter json = new(body, JsonText.Options);
        await using (json.ConfigureAwait(false))
        {
            write(json);
        }

        await WriteAsync(context, "application/json; charset=utf-8", stream => stream.WriteAsync(body.WrittenMemory, context.RequestAborted).AsTask())
            .ConfigureAwait(false);
    }

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
