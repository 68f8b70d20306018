using System.Reflection;
using Microsoft.AspNetCore.Http;
using Resident.Web.Api;

namespace Resident.Web.Profiles;

/// <summary>What a profile's page asks for: its own files, and the documents that it draws.</summary>
/// <param name="answers">What makes the documents. It is asked by one request at a time.</param>
public sealed class ProfileRoutes(IProfileAnswers answers)
{
    private const string ApiPrefix = "/api/profile/";

    private static readonly string[] Views = ["flame", "top", "graph", "peek", "source", "about"];

    private readonly Lock _gate = new();

    /// <summary>Reads one of the page's own files: "profile.html", "profile.css" or "profile.js".</summary>
    public static byte[] ReadAsset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("profile/" + name)
            ?? throw new ArgumentException($"There is no file \"{name}\".", nameof(name));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Answers a request that was admitted.</summary>
    public Task AnswerAsync(HttpContext context)
    {
        string path = context.Request.Path.Value ?? "/";
        return path switch
        {
            "/" or "/ui/" or "/index.html" => SendAsync(context, "text/html; charset=utf-8", ReadAsset("profile.html")),
            "/profile.css" => SendAsync(context, "text/css; charset=utf-8", ReadAsset("profile.css")),
            "/profile.js" => SendAsync(context, "text/javascript; charset=utf-8", ReadAsset("profile.js")),
            _ => AnswerDataAsync(context, path),
        };
    }

    private Task AnswerDataAsync(HttpContext context, string path)
    {
        string view = path.StartsWith(ApiPrefix, StringComparison.Ordinal) ? path[ApiPrefix.Length..] : "";
        if (!Views.Contains(view, StringComparer.Ordinal))
        {
            Problem.Write(context, StatusCodes.Status404NotFound, $"There is nothing at \"{Problem.Shorten(path)}\". The data is at {ApiPrefix}flame, top, graph, peek, source and about.");
            return Task.CompletedTask;
        }

        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach (var (name, value) in context.Request.Query)
        {
            parameters[name] = value.ToString();
        }

        byte[] document;
        try
        {
            lock (_gate)
            {
                document = answers.Answer(view, parameters);
            }
        }
        catch (ArgumentException problem)
        {
            Problem.Write(context, StatusCodes.Status400BadRequest, WithoutParameter(problem));
            return Task.CompletedTask;
        }

        return SendAsync(context, "application/json; charset=utf-8", document);
    }

    // The base library puts the parameter's name behind the sentence.
    private static string WithoutParameter(ArgumentException problem) =>
        problem.ParamName is { } name ? problem.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : problem.Message;

    private static Task SendAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body, context.RequestAborted).AsTask();
    }
}
