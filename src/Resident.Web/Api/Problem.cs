using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace Resident.Web.Api;

/// <summary>The answer to a request that cannot be answered: a status and one sentence.</summary>
internal static class Problem
{
    private const int LongestQuote = 80;

    /// <summary>Writes the answer into the response's buffer.</summary>
    /// <param name="context">The request.</param>
    /// <param name="status">The status.</param>
    /// <param name="sentence">What is wrong, and what to do.</param>
    /// <param name="code">The reason, for a page with words of its own; null: there is none.</param>
    /// <param name="remedy">What would allow it; null: nothing is told.</param>
    public static void Write(HttpContext context, int status, string sentence, string? code = null, string? remedy = null)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json; charset=utf-8";
        ArrayBufferWriter<byte> body = new();
        using (Utf8JsonWriter json = new(body, JsonText.Options))
        {
            json.WriteStartObject();
            json.WriteString("error"u8, sentence);
            if (code is not null)
            {
                json.WriteString("code"u8, code);
            }

            if (remedy is not null)
            {
                json.WriteString("remedy"u8, remedy);
            }

            json.WriteEndObject();
        }

        context.Response.ContentLength = body.WrittenCount;
        if (!HttpMethods.IsHead(context.Request.Method))
        {
            context.Response.BodyWriter.Write(body.WrittenSpan);
        }
    }

    /// <summary>Cuts a text from outside to a length that a message can quote.</summary>
    public static string Shorten(string text) => text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote - 1), "…");
}
