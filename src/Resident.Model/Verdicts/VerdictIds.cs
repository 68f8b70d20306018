namespace Resident.Model.Verdicts;

/// <summary>The verdicts' names: in JSON, in rules, in --fail-on.</summary>
public static class VerdictIds
{
#pragma warning disable CS1591, SA1600 // each name says what it is; the table in the design tells more
    public const string GoLiveHeapLeak = "go-live-heap-leak";
    public const string GoLiveHeapPlateau = "go-live-heap-plateau";
    public const string GoGoroutineLeak = "go-goroutine-leak";
    public const string GoGoroutineHighwater = "go-goroutine-highwater";
    public const string GoFinalizerBacklog = "go-finalizer-backlog";
    public const string GoStackGrowth = "go-stack-growth";
    public const string GoIdleRetained = "go-idle-retained";
    public const string GoHighwaterBursts = "go-highwater-bursts";
    public const string GoFragmentation = "go-fragmentation";
    public const string GoGcHeadroom = "go-gc-headroom";
    public const string GoGcDisabled = "go-gc-disabled";
    public const string GoMemlimitFill = "go-memlimit-fill";
    public const string GoMemlimitTooLow = "go-memlimit-too-low";
    public const string GoGarbageLateGc = "go-garbage-late-gc";
    public const string GoFirstTouch = "go-first-touch";
    public const string GoRuntimeMetadataGrowth = "go-runtime-metadata-growth";
    public const string ThpBloat = "thp-bloat";
    public const string LazyFree = "lazy-free";
    public const string ThreadLeak = "thread-leak";
    public const string CHeapLeak = "c-heap-leak";
    public const string CHeapRetained = "c-heap-retained";
    public const string OffheapMmapLeak = "offheap-mmap-leak";
    public const string FileMappedGrowth = "file-mapped-growth";
    public const string ShmemGrowth = "shmem-growth";
    public const string ExeFaultIn = "exe-fault-in";
    public const string NotResPageCache = "not-res-page-cache";
    public const string NotResTmpfs = "not-res-tmpfs";
    public const string NotResKernel = "not-res-kernel";
    public const string HealthySteady = "healthy-steady";
    public const string HealthyPeriodic = "healthy-periodic";
    public const string HealthyWarmup = "healthy-warmup";
    public const string HealthySaturating = "healthy-saturating";
    public const string HealthyStep = "healthy-step";
    public const string HealthyGcHeadroom = "healthy-gc-headroom";
    public const string NotSureYet = "not-sure-yet";
    public const string ResFell = "res-fell";
    public const string ResLevel = "res-level";
    public const string NotResOtherProcesses = "not-res-other-processes";
    public const string UnreadRuntimeHeap = "unread-runtime-heap";
#pragma warning restore CS1591, SA1600

    /// <summary>Gets all verdicts, in the order of the design's table.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        GoLiveHeapLeak, GoLiveHeapPlateau, GoGoroutineLeak, GoGoroutineHighwater, GoFinalizerBacklog, GoStackGrowth, GoIdleRetained,
        GoHighwaterBursts, GoFragmentation, GoGcHeadroom, GoGcDisabled, GoMemlimitFill, GoMemlimitTooLow, GoGarbageLateGc, GoFirstTouch,
        GoRuntimeMetadataGrowth, ThpBloat, LazyFree, ThreadLeak, CHeapLeak, CHeapRetained, OffheapMmapLeak, FileMappedGrowth, ShmemGrowth,
        ExeFaultIn, NotResPageCache, NotResTmpfs, NotResKernel, NotResOtherProcesses, UnreadRuntimeHeap, ResFell, ResLevel, HealthySteady,
        HealthyPeriodic, HealthyWarmup, HealthySaturating, HealthyStep, HealthyGcHeadroom, NotSureYet,
    ];

    /// <summary>Tells whether a verdict speaks of something that grew: not of a fall, a level or what is
    /// healthy.</summary>
    public static bool IsGrowth(string verdict) => verdict is not (ResFell or ResLevel or NotSureYet) && !IsHealthy(verdict);

    /// <summary>Tells whether a verdict speaks of memory that RES does not count.</summary>
    public static bool IsOutsideRes(string verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.StartsWith("not-res-", StringComparison.Ordinal);
    }

    /// <summary>Gets the verdicts that --fail-on leak stands for: growth that does not end by itself.</summary>
    public static IReadOnlyList<string> Leaks { get; } =
    [
        GoLiveHeapLeak, GoGoroutineLeak, GoFinalizerBacklog, GoGcDisabled, ThreadLeak, CHeapLeak, OffheapMmapLeak, ShmemGrowth,
    ];

    /// <summary>Tells whether a verdict speaks of growth that does not end by itself.</summary>
    public static bool IsLeak(string verdict) => Leaks.Contains(verdict, StringComparer.Ordinal);

    /// <summary>Tells whether nothing needs to be fixed.</summary>
    public static bool IsHealthy(string verdict)
    {
        ArgumentNullException.ThrowIfNull(verdict);
        return verdict.StartsWith("healthy-", StringComparison.Ordinal);
    }
}
