using Resident.Monitoring.History;
using Resident.Web.Api;

namespace Resident.Web;

/// <summary>Serves the page and its data over HTTP. One server shows one timeline.</summary>
public sealed class PageServer : IAsyncDisposable
{
    private readonly PageHost _host;
    private readonly PageRoutes _routes;
    private readonly CancellationTokenSource _stopping;
    private readonly PageOptions _options;

    private PageServer(PageHost host, PageRoutes routes, CancellationTokenSource stopping, PageOptions options)
    {
        _routes = routes;
        _host = host;
        _stopping = stopping;
        _options = options;
    }

    /// <summary>Gets the address to open. It carries the token where one is needed.</summary>
    public Uri Url => _host.Url;

    /// <summary>Gets the token that requests must carry, or null where none is needed.</summary>
    public string? Token => _host.Token;

    /// <summary>Gets how many look at the page now: its open tabs, and programs that follow its stream.</summary>
    public int Readers => _routes.Readers;

    /// <summary>Starts to serve.</summary>
    /// <param name="timeline">What is shown.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="PageAddressUnavailableException">The port is taken, or the address is not this machine's.</exception>
    public static async Task<PageServer> StartAsync(ITimeline timeline, PageOptions options, CancellationToken cancellationToken)
    {
        CancellationTokenSource stopping = new();
        PageRoutes routes = new(timeline, options, stopping.Token);
        try
        {
            var host = await PageHost.StartAsync(options, routes.AnswerAsync, withWebSockets: true, cancellationToken).ConfigureAwait(false);
            return new PageServer(host, routes, stopping, options);
        }
        catch (PageAddressUnavailableException)
        {
            stopping.Dispose();
            await DisposeHelpersAsync(options).ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Stops to serve. Open connections are closed within two seconds.</summary>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _host.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync(CancellationToken.None).ConfigureAwait(false);
        await _host.DisposeAsync().ConfigureAwait(false);
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
}
