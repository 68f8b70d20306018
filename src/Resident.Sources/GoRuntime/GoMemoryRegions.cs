namespace Resident.Sources.GoRuntime;

/// <summary>Which ranges of a target one sample of its memory statistics reads, and where each lies in the buffer.</summary>
internal sealed class GoMemoryRegions
{
    private const int FixallocBytes = 72;
    private const int GoroutineCounterBytes = 48;

    private readonly List<ProcessMemoryRange> _ranges = [];

    /// <summary>Initializes a new instance of the <see cref="GoMemoryRegions"/> class.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="globals">Where the variables lie.</param>
    /// <param name="processors">The processors; none where the caches are not to be read.</param>
    public GoMemoryRegions(GoLayout layout, GoGlobals globals, GoProcessors processors)
    {
        Processors = processors;
        int heapStatsEnd = layout[GoField.MemstatsHeapStats] + layout[GoField.HeapStatsGen] + 4;
        Memstats = Add(globals.Memstats, Math.Max(heapStatsEnd, layout[GoField.MemstatsLastGcNanotime] + 8));
        ulong spanalloc = globals.Mheap + (ulong)layout[GoField.MheapSpanalloc];
        Allocators = Add(spanalloc, layout[GoField.MheapCachealloc] - layout[GoField.MheapSpanalloc] + FixallocBytes);
        GcController = Add(globals.GcController, layout.Has(GoField.GcControllerMappedReady)
            ? layout[GoField.GcControllerMappedReady] + 8
            : layout.Has(GoField.GcControllerHeapMarked) ? layout[GoField.GcControllerHeapMarked] + 8 : 0);
        Allgs = Add(globals.Allgs, 24);
        Sched = Add(globals.Sched, layout[GoField.SchedGFree] + GoroutineCounterBytes);
        Work = Add(globals.Work, layout[GoField.WorkHeap2] + 8);
        Allp = Add(globals.Allp, 24);
        PerProcessor = Length;
        CacheBytes = layout[GoField.McacheAlloc] + (8 * GoSizeClasses.SpanClasses);
        for (int i = 0; i < processors.Addresses.Length; i++)
        {
            _ = Add(processors.Addresses[i] + (ulong)layout[GoField.PMcache], 8);
            _ = Add(processors.Addresses[i] + (ulong)layout[GoField.PSudogcache] - 8, 8);
            _ = Add(processors.Caches[i], CacheBytes);
        }

        Ranges = [.. _ranges];
    }

    /// <summary>Gets all ranges.</summary>
    public ProcessMemoryRange[] Ranges { get; }

    /// <summary>Gets the processors that the ranges were made for.</summary>
    public GoProcessors Processors { get; }

    /// <summary>Gets the bytes of all ranges.</summary>
    public int Length { get; private set; }

    /// <summary>Gets the place of memstats.</summary>
    public Range Memstats { get; }

    /// <summary>Gets the place of the heap's allocators of mspan and mcache and what lies between.</summary>
    public Range Allocators { get; }

    /// <summary>Gets the place of gcController; empty where it is not known.</summary>
    public Range GcController { get; }

    /// <summary>Gets the place of the header of allgs; empty where it is not known.</summary>
    public Range Allgs { get; }

    /// <summary>Gets the place of the scheduler's state; empty where it is not known.</summary>
    public Range Sched { get; }

    /// <summary>Gets the place of the collector's state; empty where it is not known.</summary>
    public Range Work { get; }

    /// <summary>Gets the place of the header of allp; empty where it is not known.</summary>
    public Range Allp { get; }

    /// <summary>Gets where the processors begin: for each its mcache's address, its count of free goroutines, its mcache.</summary>
    public int PerProcessor { get; }

    /// <summary>Gets how many bytes of an mcache are read.</summary>
    public int CacheBytes { get; }

    private Range Add(ulong address, int length)
    {
        int start = Length;
        if (address != 0 && length > 0)
        {
            _ranges.Add(new(address, length));
            Length += length;
        }

        return start..Length;
    }
}
