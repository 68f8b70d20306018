using System.Net;
using System.Net.Sockets;
using System.Reflection;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Resident.Web.Api;
using Resident.Web.Security;

namespace Resident.Web.Profiles;

/// <summary>Serves one profile: a page, and the documents that it draws, under /api/profile/. Requests are admitted as for the live page.</summary>
public sealed class ProfileServer : IAsyncDisposable
{
    private const string ApiPrefix = "/api/profile/";

    private static readonly string[] Views = ["flame", "top", "graph", "peek", "source", "about"];

    private readonly WebApplication _app;

    private ProfileServer(WebApplication app, Uri url)
    {
        _app = app;
        Url = url;
    }

    /// <summary>Gets the address to open. It carries the token where one is needed.</summary>
    public Uri Url { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="answers">What makes the documents. It is asked by one request at a time.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="PageAddressUnavailableException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<ProfileServer> StartAsync(IProfileAnswers answers, PageOptions options, CancellationToken cancellationToken)
    {
        string? token = options.Token ?? (IPAddress.IsLoopback(options.ListenAddress) ? null : AccessToken.Create());
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = 64;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Listen(options.ListenAddress, options.Port);
        });
        builder.Services.AddSingleton<IHostLifetime>(new CallerLifetime());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));
        var app = builder.Build();
        RequestGuard guard = new(options, token);
        object gate = new();
        app.Run(context => guard.Admits(context) ? AnswerAsync(context, answers, gate) : Task.CompletedTask);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new PageAddressUnavailableException($"{new IPEndPoint(options.ListenAddress, options.Port)}: Cannot listen here: {problem.Message}", problem);
        }

        UriBuilder url = new(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
        {
            Query = token is null ? "" : "token=" + Uri.EscapeDataString(token),
        };
        return new ProfileServer(app, url.Uri);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    /// <summary>Reads one of the page's own files: "profile.html", "profile.css" or "profile.js".</summary>
    public static byte[] ReadAsset(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("profile/" + name)
            ?? throw new ArgumentException($"There is no file \"{name}\".", nameof(name));
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static Task AnswerAsync(HttpContext context, IProfileAnswers answers, object gate)
    {
        string path = context.Request.Path.Value ?? "/";
        return path switch
        {
            "/" or "/ui/" or "/index.html" => SendAsync(context, "text/html; charset=utf-8", ReadAsset("profile.html")),
            "/profile.css" => SendAsync(context, "text/css; charset=utf-8", ReadAsset("profile.css")),
            "/profile.js" => SendAsync(context, "text/javascript; charset=utf-8", ReadAsset("profile.js")),
            _ => AnswerDataAsync(context, path, answers, gate),
        };
    }

    private static Task AnswerDataAsync(HttpContext context, string path, IProfileAnswers answers, object gate)
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
            lock (gate)
            {
                document = answers.Answer(view, parameters);
            }
        }
        catch (ArgumentException problem)
        {
            Problem.Write(context, StatusCodes.Status400BadRequest, problem.Message);
            return Task.CompletedTask;
        }

        return SendAsync(context, "application/json; charset=utf-8", document);
    }

    private static Task SendAsync(HttpContext context, string type, byte[] body)
    {
        context.Response.ContentType = type;
        context.Response.ContentLength = body.Length;
        return HttpMethods.IsHead(context.Request.Method) ? Task.CompletedTask : context.Response.Body.WriteAsync(body).AsTask();
    }
}
