using Resident.Model.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>A way to make one process give memory back.</summary>
public interface IGivingRoute
{
    /// <summary>Gets which it is.</summary>
    GivingRoute Route { get; }

    /// <summary>Tells whether it is open, and what it would bring. Changes nothing.</summary>
    /// <param name="reading">RES and its parts now.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken);

    /// <summary>Takes it, and waits until it is done.</summary>
    /// <param name="reading">RES and its parts now.</param>
    /// <param name="cancellationToken">Ends the waiting; what was begun is undone where it has to be.</param>
    /// <returns>What happened, one sentence.</returns>
    /// <exception cref="IOException">The process has ended, or the kernel refused.</exception>
    /// <exception cref="HttpRequestException">The endpoint refused.</exception>
    ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken);
}
