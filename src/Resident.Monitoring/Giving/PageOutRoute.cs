using System.Globalization;
using Resident.Analysis.Giving;
using Resident.Model.Giving;
using Resident.Sources.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>Has the kernel drop pages that the runtime has given back and that still count.</summary>
/// <param name="target">The process.</param>
public sealed class PageOutRoute(GivingTarget target) : IGivingRoute
{
    /// <inheritdoc/>
    public GivingRoute Route => GivingRoute.PageOut;

    /// <inheritdoc/>
    public ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        string? why = target.Go is null ? "The runtime's memory cannot be read, so the pages that it has given back are not known." : PageOut.WhyNot(target.Pid);
        var expected = GivingRules.Droppable(reading);
        why ??= expected < GivingRules.Worthwhile(reading) ? "No pages that the runtime has given back still count as resident." : null;
        return ValueTask.FromResult(new GivingOffer(
            Route, why is null, expected, why ?? "The kernel drops the pages that the runtime has given back (MADV_PAGEOUT on those alone)."));
    }

    /// <inheritdoc/>
    public ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        var ranges = PageOut.ReleasedPages(target.Go!.ReadPageMap());
        PageOut.Run(target.Pid, [.. ranges]);
        return ValueTask.FromResult(string.Create(CultureInfo.InvariantCulture, $"The kernel was asked to drop {ranges.Count} runs of released pages."));
    }
}
