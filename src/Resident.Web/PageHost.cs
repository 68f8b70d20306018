using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Resident.Web.Security;

namespace Resident.Web;

/// <summary>A bounded HTTP server that admits whom the options say: what every page of ours is served by.</summary>
internal sealed class PageHost : IAsyncDisposable
{
    private readonly WebApplication _app;

    private PageHost(WebApplication app, Uri url, string? token)
    {
        _app = app;
        Url = url;
        Token = token;
    }

    /// <summary>Gets the address to open. It carries the token where one is needed.</summary>
    public Uri Url { get; }

    /// <summary>Gets the token that requests must carry, or null where none is needed.</summary>
    public string? Token { get; }

    /// <summary>Starts to serve.</summary>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="answer">Answers a request that was admitted.</param>
    /// <param name="withWebSockets">Whether connections may become WebSockets.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="PageAddressUnavailableException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<PageHost> StartAsync(PageOptions options, RequestDelegate answer, bool withWebSockets, CancellationToken cancellationToken)
    {
        string? token = options.Token ?? (IPAddress.IsLoopback(options.ListenAddress) ? null : AccessToken.Create());
        var app = Build(options, token, answer, withWebSockets);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new PageAddressUnavailableException(Explain(options, problem), problem);
        }

        return new PageHost(app, UrlOf(app, options, token), token);
    }

    /// <summary>Stops to serve. Open connections are closed within two seconds.</summary>
    public Task StopAsync(CancellationToken cancellationToken) => _app.StopAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(PageOptions options, string? token, RequestDelegate answer, bool withWebSockets)
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
        if (withWebSockets)
        {
            app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = options.ReaderTimeout / 2, KeepAliveTimeout = options.ReaderTimeout });
        }

        RequestGuard guard = new(options, token, token is null && !options.IsOpenToAll ? PeerGuard.OfThisProcess(options.Caller) : null);
        app.Run(context => guard.Admits(context) ? answer(context) : Task.CompletedTask);
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
                return InUse(options, where);
            }

            if (cause is SocketException { SocketErrorCode: SocketError.AccessDenied })
            {
                return $"{where}: Ports below 1024 need a right that this user does not have. Choose a higher one with {options.ListenOption} HOST:PORT.";
            }

            if (cause is SocketException { SocketErrorCode: SocketError.AddressNotAvailable })
            {
                return $"{where}: The address does not belong to this machine. Give one of its own with {options.ListenOption} HOST:PORT.";
            }
        }

        return problem.Message.Contains("already in use", StringComparison.OrdinalIgnoreCase)
            ? InUse(options, where)
            : $"{where}: Cannot listen here: {problem.Message}";
    }

    private static string InUse(PageOptions options, IPEndPoint where) =>
        $"{where}: The port is in use by another program. Choose another with {options.ListenOption} HOST:PORT, or leave the port out to get a free one.";
}
