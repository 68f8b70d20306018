using Resident.Analysis.Giving;
using Resident.Model;
using Resident.Model.Giving;
using Resident.Sources.Cgroup;
using Resident.Sources.Giving;

namespace Resident.Monitoring.Giving;

/// <summary>Has the kernel reclaim from the process's control group: page cache first, then pages freed lazily.</summary>
/// <param name="target">The process.</param>
/// <param name="cgroups">Finds the group.</param>
public sealed class CgroupReclaimRoute(GivingTarget target, CgroupReader cgroups) : IGivingRoute
{
    // The kernel takes what was used least lately, and page cache may be that: then it is asked again for what it has left.
    private const int MostRequests = 4;

    /// <inheritdoc/>
    public GivingRoute Route => GivingRoute.CgroupReclaim;

    /// <inheritdoc/>
    public ValueTask<GivingOffer> OfferAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(reading);
        string? file = cgroups.FindReclaimFile(target.Pid);
        var expected = GivingRules.Droppable(reading);
        string? why = file is null
            ? "The process's control group has no memory.reclaim: it needs cgroup version 2 and Linux 5.19."
            : ReclaimFile.WhyNotWritable(file);
        why ??= expected < GivingRules.Worthwhile(reading)
            ? "RES has nothing that counts for nothing: the kernel would take page cache, files that are mapped and read again, and swap out the rest."
            : null;
        return ValueTask.FromResult(new GivingOffer(
            Route, why is null, expected, why ?? "The kernel reclaims from the whole control group; other processes in it may lose page cache."));
    }

    /// <inheritdoc/>
    public async ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        string file = cgroups.FindReclaimFile(target.Pid) ?? throw new IOException($"Process {target.Pid} has left its control group.");
        var asked = default(ByteSize);
        bool isAll = true;
        var left = GivingRules.Droppable(reading);
        for (int request = 0; request < MostRequests && left >= GivingRules.Worthwhile(reading); request++)
        {
            isAll &= await ReclaimFile.TryReclaimAsync(file, left, cancellationToken).ConfigureAwait(false);
            asked += left;
            var still = GivingRules.Droppable(await target.ReadAsync(withRate: false, cancellationToken).ConfigureAwait(false));
            left = still < left ? still : default;
        }

        return isAll
            ? $"The kernel reclaimed {asked.Bytes} bytes from the group, page cache included."
            : $"The kernel reclaimed less than the {asked.Bytes} bytes that it was asked for. What it did find is measured.";
    }
}
