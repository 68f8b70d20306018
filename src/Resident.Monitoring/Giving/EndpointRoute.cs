using Resident.Analysis.Giving;
using Resident.Model.Giving;
using Resident.Sources.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>Asks the program itself, at an endpoint that it offers for that.</summary>
/// <param name="endpoint">The endpoint; null where none was named.</param>
public sealed class EndpointRoute(ReleaseEndpoint? endpoint) : IGivingRoute
{
    /// <inheritdoc/>
    public GivingRoute Route => GivingRoute.Endpoint;

    /// <inheritdoc/>
    public async ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        if (endpoint is null)
        {
            return new(Route, IsOpen: false, null, "No endpoint was named. A program can offer one with three lines (docs/free.md): then --endpoint http://HOST:PORT.");
        }

        string? why = await endpoint.WhyNotAsync(cancellationToken).ConfigureAwait(false);
        return new(
            Route,
            why is null,
            GivingRules.Expected(reading),
            why ?? $"The program collects and returns what is idle: POST {endpoint.Address}.");
    }

    /// <inheritdoc/>
    public async ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        string answer = await endpoint!.PostAsync(cancellationToken).ConfigureAwait(false);
        return answer.Length == 0 ? "The program has collected." : $"The program answered: {answer}";
    }
}
