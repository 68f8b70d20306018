using Resident.Analysis.Giving;
using Resident.Model.Giving;
using Resident.Sources.Cgroup;
using Resident.Sources.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>Has the kernel reclaim from the process's control group: page cache first, then pages freed lazily.</summary>
/// <param name="target">The process.</param>
/// <param name="cgroups">Finds the group.</param>
public sealed class CgroupReclaimRoute(GivingTarget target, CgroupReader cgroups) : IGivingRoute
{
    /// <inheritdoc/>
    public GivingRoute Route => GivingRoute.CgroupReclaim;

    /// <inheritdoc/>
    public ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        string? file = cgroups.FindReclaimFile(target.Pid);
        var expected = GivingRules.Droppable(reading);
        string? why = file is null ? "The process's control group has no memory.reclaim: it needs cgroup version 2 and Linux 5.19." : ReclaimFile.WhyNotWritable(file);
        why ??= expected < GivingRules.Worthwhile(reading) ? "The kernel would take page cache, which is not in RES, and without swap nothing else." : null;
        return ValueTask.FromResult(new GivingOffer(
            Route, why is null, expected, why ?? "The kernel reclaims from the whole control group; other processes in it may lose page cache."));
    }

    /// <inheritdoc/>
    public async ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        string file = cgroups.FindReclaimFile(target.Pid) ?? throw new IOException($"Process {target.Pid} has left its control group.");
        var amount = GivingRules.Droppable(reading);
        return await ReclaimFile.TryReclaimAsync(file, amount, cancellationToken).ConfigureAwait(false)
            ? $"The kernel reclaimed {amount.Bytes} bytes from the group."
            : $"The kernel reclaimed less than the {amount.Bytes} bytes that it was asked for. What it did find is measured.";
    }
}
