using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Holds VmRSS against the sum that smaps_rollup gets by walking the page tables.</summary>
/// <remarks>
/// VmRSS is a counter that each CPU changes in batches: before Linux 6.2 it is off by up to 64 pages a thread, later by about the
/// square of the number of CPUs, in pages. Documentation/filesystems/proc.rst says of it that the value may not be precise, and
/// to use smaps. The process goes on between the reads, so VmRSS is read before and after: a sum that lies between the two, or within
/// <see cref="Tolerance"/> of them, does not speak against it.
/// </remarks>
public static class ResidentCheck
{
    /// <summary>Gets how far VmRSS may be from smaps_rollup: 1 MiB.</summary>
    public static ByteSize Tolerance { get; } = ByteSize.FromMebibytes(1);

    /// <summary>Puts the sums into a reading, and trusts them where VmRSS is proven wrong.</summary>
    /// <param name="before">The reading before the sums were read.</param>
    /// <param name="rollup">The sums.</param>
    /// <param name="after">The reading after it, of the same process.</param>
    /// <returns><paramref name="before"/> with <paramref name="rollup"/>. Where VmRSS is wrong, RES is smaps_rollup's Rss, RssAnon its Anonymous, SHR and
    /// RssFile what remains, and a warning says by how much.</returns>
    public static ProcessMemory Apply(ProcessMemory before, SmapsRollup rollup, ProcessMemory after)
    {
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(rollup);
        ArgumentNullException.ThrowIfNull(after);
        var lowest = before.Res < after.Res ? before.Res : after.Res;
        var highest = before.Res < after.Res ? after.Res : before.Res;
        bool plausible = rollup.Rss + Tolerance >= lowest && rollup.Rss <= highest + Tolerance;
        if (plausible || before.StartTicks != after.StartTicks)
        {
            return before with { Rollup = rollup };
        }

        var shared = rollup.Rss - rollup.Anonymous;
        var shmem = before.RssShmem < shared ? before.RssShmem : shared;
        return before with
        {
            Rollup = rollup,
            Res = rollup.Rss,
            RssAnon = rollup.Anonymous,
            Shr = shared,
            RssShmem = shmem,
            RssFile = shared - shmem,
            Warnings =
            [
                .. before.Warnings,
                $"VmRSS says {before.Res}, smaps_rollup {rollup.Rss}: the kernel counts VmRSS in batches on each CPU and it is off; RES is taken from smaps_rollup.",
            ],
        };
    }
}
