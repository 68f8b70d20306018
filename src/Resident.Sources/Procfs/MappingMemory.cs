using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>What /proc/PID/smaps tells of one mapping, or smaps_rollup of all. Levels, bytes, under the kernel's names.</summary>
/// <remarks>A figure that the kernel is too old to print is zero. Source: Documentation/filesystems/proc.rst.</remarks>
public sealed record MappingMemory
{
    /// <summary>Gets pages in RAM, shared ones counted in full.</summary>
    public ByteSize Rss { get; init; }

    /// <summary>Gets pages in RAM, those that n processes share counted as 1/n.</summary>
    public ByteSize Pss { get; init; }

    /// <summary>Gets pages that others map too, and that equal the file.</summary>
    public ByteSize SharedClean { get; init; }

    /// <summary>Gets pages that others map too, and that were written.</summary>
    public ByteSize SharedDirty { get; init; }

    /// <summary>Gets pages that nobody else maps, and that equal the file.</summary>
    public ByteSize PrivateClean { get; init; }

    /// <summary>Gets pages that nobody else maps, and that were written.</summary>
    public ByteSize PrivateDirty { get; init; }

    /// <summary>Gets pages marked as used since the marks were last cleared.</summary>
    public ByteSize Referenced { get; init; }

    /// <summary>Gets pages that belong to no file, copies of a private mapping's pages included.</summary>
    public ByteSize Anonymous { get; init; }

    /// <summary>Gets pages freed with MADV_FREE and not yet taken.</summary>
    public ByteSize LazyFree { get; init; }

    /// <summary>Gets anonymous memory in transparent huge pages.</summary>
    public ByteSize AnonHugePages { get; init; }

    /// <summary>Gets shared memory in huge pages.</summary>
    public ByteSize ShmemPmdMapped { get; init; }

    /// <summary>Gets file pages in huge pages.</summary>
    public ByteSize FilePmdMapped { get; init; }

    /// <summary>Gets hugetlbfs pages that others map too. They are not in <see cref="Rss"/>.</summary>
    public ByteSize SharedHugetlb { get; init; }

    /// <summary>Gets hugetlbfs pages that nobody else maps. They are not in <see cref="Rss"/>.</summary>
    public ByteSize PrivateHugetlb { get; init; }

    /// <summary>Gets anonymous pages that were swapped out.</summary>
    public ByteSize Swap { get; init; }

    /// <summary>Gets the same, those that n processes share counted as 1/n.</summary>
    public ByteSize SwapPss { get; init; }

    /// <summary>Gets pages locked in RAM.</summary>
    public ByteSize Locked { get; init; }

    /// <summary>Gets the two-letter flags, as in "rd wr mr mw me ac"; "" where the kernel prints none.</summary>
    public string VmFlags { get; init; } = "";

    /// <summary>Gets USS: the pages that nobody else maps, hugetlbfs ones included.</summary>
    public ByteSize Uss => PrivateClean + PrivateDirty + PrivateHugetlb;
}
