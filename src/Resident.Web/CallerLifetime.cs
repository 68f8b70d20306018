using Microsoft.Extensions.Hosting;

namespace Resident.Web;

/// <summary>Leaves the start and the end of the server, and all signals, to the caller.</summary>
internal sealed class CallerLifetime : IHostLifetime
{
    /// <inheritdoc/>
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
