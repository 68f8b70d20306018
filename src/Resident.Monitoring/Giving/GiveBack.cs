using System.Globalization;
using Resident.Analysis.Giving;
using Resident.Model.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>Plans and takes the routes on which one process gives memory back, and measures what came of each.</summary>
/// <param name="target">The process.</param>
/// <param name="routes">The routes, the safest first.</param>
/// <param name="clock">What the time is measured with.</param>
public sealed class GiveBack(GivingTarget target, IReadOnlyList<IGivingRoute> routes, TimeProvider clock)
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(200);

    /// <summary>Tells what could be done. Changes nothing.</summary>
    /// <exception cref="IOException">The process has ended.</exception>
    public async ValueTask<GivingPlan> PlanAsync(CancellationToken cancellationToken)
    {
        var reading = await target.ReadAsync(withRate: true, cancellationToken).ConfigureAwait(false);
        var offers = new List<GivingOffer>();
        foreach (var route in routes)
        {
            offers.Add(await route.OfferAsync(reading, cancellationToken).ConfigureAwait(false));
        }

        string? version = target.Go?.Identity.Version;
        return new()
        {
            Pid = target.Pid,
            Name = target.Name,
            RuntimeVersion = version,
            Reading = reading,
            Offers = offers,
            Nothing = GivingRules.WhyNothing(reading, target.Pid),
            Advice = GivingRules.Advise(reading, MinorOf(version)),
        };
    }

    /// <summary>Takes the routes that are open, the safest first, as long as something worthwhile is left.</summary>
    /// <returns>One step a route taken; none where nothing would stay given back, or no route is open.</returns>
    /// <exception cref="IOException">The process has ended, or the kernel refused.</exception>
    /// <exception cref="HttpRequestException">The endpoint refused.</exception>
    public async ValueTask<IReadOnlyList<GivingStep>> TakeAsync(GivingPlan plan, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var steps = new List<GivingStep>();
        if (plan.Nothing is not null)
        {
            return steps;
        }

        var reading = plan.Reading;
        foreach (var route in Order(plan))
        {
            var offer = await route.OfferAsync(reading, cancellationToken).ConfigureAwait(false);
            if (!offer.IsOpen || offer.Expected < GivingRules.Worthwhile(reading))
            {
                continue;
            }

            long began = clock.GetTimestamp();
            string said = await route.TakeAsync(reading, cancellationToken).ConfigureAwait(false);
            var took = clock.GetElapsedTime(began);
            await Task.Delay(Settling, clock, cancellationToken).ConfigureAwait(false);
            var after = await target.ReadAsync(withRate: true, cancellationToken).ConfigureAwait(false);
            steps.Add(new(route.Route, offer.Expected, reading, after, took, said));
            reading = after;
        }

        return steps;
    }

    /// <summary>Tells what to change once more, with what the steps have shown to be live.</summary>
    public static GivingPlan Settle(GivingPlan plan, IReadOnlyList<GivingStep> steps)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(steps);
        return steps.Count == 0 ? plan : plan with { Advice = GivingRules.Advise(plan.Reading, MinorOf(plan.RuntimeVersion), steps[^1].After) };
    }

    // What the program returns by itself may be freed lazily, and then the kernel has to be asked afterwards.
    private IEnumerable<IGivingRoute> Order(GivingPlan plan)
    {
        bool returns = plan.Offers.Any(static offer => offer is { IsOpen: true, Route: GivingRoute.Endpoint or GivingRoute.ExperimentalLimit });
        return returns
            ? routes.OrderBy(static route => route.Route is GivingRoute.Endpoint ? 0 : route.Route is GivingRoute.ExperimentalLimit ? 1 : 2)
            : routes;
    }

    private static int? MinorOf(string? version)
    {
        string[] parts = (version ?? "").Split('.', StringSplitOptions.RemoveEmptyEntries);
        string digits = parts.Length > 1 ? new string([.. parts[1].TakeWhile(char.IsAsciiDigit)]) : "";
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int minor) ? minor : null;
    }
}
