using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Resident.Web.Security;

namespace Resident.Web.Profiles;

/// <summary>Serves one profile: a page, and the documents that it draws, under /api/profile/. Requests are admitted as for the live page.</summary>
public sealed class ProfileServer : IAsyncDisposable
{
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
        var app = Build(answers, options, token);
        try
        {
            await app.StartAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception problem) when (problem is IOException or SocketException)
        {
            await app.DisposeAsync().ConfigureAwait(false);
            throw new PageAddressUnavailableException($"{new IPEndPoint(options.ListenAddress, options.Port)}: Cannot listen here: {problem.Message}", problem);
        }

        return new ProfileServer(app, UrlOf(app, token));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _app.DisposeAsync().ConfigureAwait(false);
    }

    private static WebApplication Build(IProfileAnswers answers, PageOptions options, string? token)
    {
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
        ProfileRoutes routes = new(answers);
        app.Run(context => guard.Admits(context) ? routes.AnswerAsync(context) : Task.CompletedTask);
        return app;
    }

    private static Uri UrlOf(WebApplication app, string? token) =>
        new UriBuilder(app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First())
        {
            Query = token is null ? "" : "token=" + Uri.EscapeDataString(token),
        }.Uri;
}
