namespace Resident.Model;

/// <summary>The sums over all mappings that /proc/PID/smaps_rollup prints. Dearer to read than status; exact.</summary>
public sealed record SmapsRollup
{
    /// <summary>Gets when the sums were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets RSS by a walk of the page tables: what VmRSS is checked against.</summary>
    public required ByteSize Rss { get; init; }

    /// <summary>Gets PSS: as RSS, but a page that n processes share counts 1/n.</summary>
    public required ByteSize Pss { get; init; }

    /// <summary>Gets USS: the pages that no other process maps (Private_Clean + Private_Dirty + Private_Hugetlb).</summary>
    public required ByteSize Uss { get; init; }

    /// <summary>Gets resident anonymous memory.</summary>
    public required ByteSize Anonymous { get; init; }

    /// <summary>Gets pages freed with MADV_FREE that the kernel still counts in RSS.</summary>
    public required ByteSize LazyFree { get; init; }

    /// <summary>Gets anonymous memory backed by transparent huge pages.</summary>
    public required ByteSize AnonHugePages { get; init; }

    /// <summary>Gets swapped-out anonymous memory.</summary>
    public required ByteSize Swap { get; init; }
}
