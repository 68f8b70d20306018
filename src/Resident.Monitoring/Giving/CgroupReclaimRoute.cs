using System.Globalization;
using System.Text;
using Resident.Analysis.Giving;
using Resident.Model.Giving;
using Resident.Sources.Cgroup;

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
        string? why = file is null ? "The process's control group has no memory.reclaim: it needs cgroup version 2 and Linux 5.19." : WhyNotWritable(file);
        why ??= expected < GivingRules.Worthwhile(reading) ? "The kernel would take page cache, which is not in RES, and without swap nothing else." : null;
        return ValueTask.FromResult(new GivingOffer(
            Route, why is null, expected, why ?? "The kernel reclaims from the whole control group; other processes in it may lose page cache."));
    }

    /// <inheritdoc/>
    public async ValueTask<string> TakeAsync(GivingReading reading, CancellationToken cancellationToken)
    {
        string file = cgroups.FindReclaimFile(target.Pid) ?? throw new IOException($"Process {target.Pid} has left its control group.");
        string bytes = GivingRules.Droppable(reading).Bytes.ToString(CultureInfo.InvariantCulture);
        try
        {
            using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite);
            await RandomAccess.WriteAsync(handle, Encoding.UTF8.GetBytes(bytes), 0, cancellationToken).ConfigureAwait(false);
        }
        catch (IOException) when (File.Exists(file))
        {
            // EAGAIN: the kernel found less than it was asked for. What it did find is measured.
            return $"The kernel reclaimed less than the {bytes} bytes that it was asked for.";
        }

        return $"The kernel reclaimed {bytes} bytes from the group.";
    }

    private static string? WhyNotWritable(string file)
    {
        try
        {
            File.OpenHandle(file, FileMode.Open, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return $"{file} may not be written here: run as root, on the host or with the group delegated.";
        }
    }
}
