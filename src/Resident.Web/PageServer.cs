using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Resident.Web.Api;
using Resident.Monitoring.History;
using Resident.Web.Security;

namespace Resident.Web;

/// <summary>Serves the page and its data over HTTP. One server shows one timeline.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping;
    private readonly PageOptions _options;

    private PageServer(WebApplication app, CancellationTokenSource stopping, PageOptions options, Uri url, string? token)
    {
        _app = app;
        _options = options;
        _stopping = stopping;
        Url = url;
        Token = token;
    }

    /// <summary>Gets the address to open. It carries the token where one is needed.</summary>
    public Uri Url { get; }

    /// <summary>Gets the token that requests must carry, or null where none is needed.</summary>
    public string? Token { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="PageAddressUnavailableException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<PageServer> StartAsync(ITimeline timeline, PageOptions options, CancellationToken cancellationToken)
    {
        string? token = options.Token ?? (IPAddress.IsLoopback(options.ListenAddress) ? null : AccessToken.Create());
        CancellationTokenSource stopping = new();
        var app = Build(timeline, options, token, stopping.Token);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            stopping.Dispose();
            await DisposeHelpersAsync(options).ConfigureAwait(false);
            throw new PageAddressUnavailableException(Explain(options, problem), problem);
        }

        return new PageServer(app, stopping, options, UrlOf(app, options, token), token);
    }

    /// <summary>Stops to serve. Open connections are closed within two seconds.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _app.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
        _stopping.Dispose();
        await DisposeHelpersAsync(_options).ConfigureAwait(false);
    }

    private static async ValueTask DisposeHelpersAsync(PageOptions options)
    {
        (options.Inspector as IDisposable)?.Dispose();
        if (options.Verdicts is IAsyncDisposable verdicts)
        {
            await verdicts.DisposeAsync().ConfigureAwait(false);
        }
    }

    private static WebApplication Build(ITimeline timeline, PageOptions options, string? token, CancellationToken stopping)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            Limit(kestrel);
            kestrel.Listen(options.ListenAddress, options.Port);
        });

        // The default lifetime takes SIGINT and SIGTERM for itself. Signals are the command's business.
        builder.Services.AddSingleton<IHostLifetime>(new CallerLifetime());
        builder.Services.Configure<HostOptions>(static host => host.ShutdownTimeout = TimeSpan.FromSeconds(2));

        var app = builder.Build();
        RequestGuard guard = new(options, token);
        PageRoutes routes = new(timeline, options, stopping);
        app.UseWebSockets(new WebSocketOptions
        {
            KeepAliveInterval = options.ReaderTimeout / 2,
            KeepAliveTimeout = options.ReaderTimeout,
        });
        app.Run(context => guard.Admits(context) ? routes.AnswerAsync(context) : Task.CompletedTask);
        return app;
    }

    private static void Limit(KestrelServerOptions kestrel)
    {
        kestrel.AddServerHeader = false;
        kestrel.AllowSynchronousIO = false;
        kestrel.Limits.MaxConcurrentConnections = 128;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 64;
        kestrel.Limits.MaxRequestBodySize = 0;
        kestrel.Limits.MaxRequestBufferSize = 32 * 1024;
        kestrel.Limits.MaxRequestHeadersTotalSize = 16 * 1024;
        kestrel.Limits.MaxResponseBufferSize = 64 * 1024;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(60);
    }

    private static Uri UrlOf(WebApplication app, PageOptions options, string? token)
    {
        string bound = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        UriBuilder url = new(bound);
        if (options.ListenAddress.Equals(IPAddress.Any))
        {
            url.Host = "127.0.0.1";
        }
        else if (options.ListenAddress.Equals(IPAddress.IPv6Any))
        {
            url.Host = "[::1]";
        }

        url.Query = token is null ? "" : "token=" + Uri.EscapeDataString(token);
        return url.Uri;
    }

    private static string Explain(PageOptions options, Exception problem)
    {
        IPEndPoint where = new(options.ListenAddress, options.Port);
        for (var cause = problem; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse })
            {
                return $"{where}: The port is in use by another program. Choose another with --listen HOST:PORT, "
                    + "or leave the port out to get a free one.";
            }

            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                return $"{where}: Ports below 1024 need a right that this user does not have. Choose a higher one with --listen HOST:PORT.";
            }

            if (cause is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
            {
                return $"{where}: The address does not belong to this machine. Give one of its own with --listen HOST:PORT.";
            }
        }

        return problem.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase)
            ? $"{where}: The port is in use by another program. Choose another with --listen HOST:PORT, or leave the port out to get a free one."
            : $"{where}: Cannot listen here: {problem.Message}";
    }
}
