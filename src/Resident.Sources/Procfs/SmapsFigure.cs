namespace Resident.Sources.Procfs;

/// <summary>The figures of smaps that Resident keeps: places in a row of sums.</summary>
internal enum SmapsFigure
{
    Rss,
    Pss,
    SharedClean,
    SharedDirty,
    PrivateClean,
    PrivateDirty,
    Referenced,
    Anonymous,
    LazyFree,
    AnonHugePages,
    ShmemPmdMapped,
    FilePmdMapped,
    SharedHugetlb,
    PrivateHugetlb,
    Swap,
    SwapPss,
    Locked,
    Count,
}
