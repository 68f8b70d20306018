using System.Diagnostics.CodeAnalysis;

namespace Resident.Web.Profiles;

/// <summary>Serves one profile: a page, and the documents that it draws, under /api/profile/. Requests are admitted as for the live page.</summary>
public sealed class ProfileServer : IAsyncDisposable
{
    private readonly PageHost _host;

    private ProfileServer(PageHost host)
    {
        _host = host;
    }

    /// <summary>Gets the address to open. It carries the token where one is needed.</summary>
    public Uri Url => _host.Url;

    /// <summary>Starts to serve.</summary>
    /// <param name="answers">What makes the documents. It is asked by one request at a time.</param>
    /// <param name="options">Where, and to whom.</param>
    /// <param name="cancellationToken">Gives up the start.</param>
    /// <exception cref="PageAddressUnavailableException">The port is taken, or the address is not this machine's.</exception>
    [SuppressMessage("Reliability", "CA2000", Justification = "The server owns the host.")]
    public static async Task<ProfileServer> StartAsync(IProfileAnswers answers, PageOptions options, CancellationToken cancellationToken)
    {
        ProfileRoutes routes = new(answers);
        var host = await PageHost.StartAsync(options, routes.AnswerAsync, withWebSockets: false, cancellationToken).ConfigureAwait(false);
        return new ProfileServer(host);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _host.DisposeAsync();
}
