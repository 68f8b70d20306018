using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Which ranges of a target one sample of its memory statistics reads, and where each lies in the buffer.</summary>
internal sealed class GoMemoryRegions
{
    private const int FixallocBytes = 72;
    private const int GoroutineCounterBytes = 48;

    private const int MostGapBytes = 4095;

    private readonly List<ProcessMemoryRange> _wanted = [];
    private readonly List<Range> _places = [];
    private int _next;

    /// <summary>Initializes a new instance of the <see cref="GoMemoryRegions"/> class.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="globals">Where the variables lie.</param>
    /// <param name="processors">The processors.</param>
    /// <param name="withCaches">Whether what is in their allocation caches is read.</param>
    public GoMemoryRegions(GoLayout layout, GoGlobals globals, GoProcessors processors, bool withCaches)
    {
        Processors = processors;
        HasCaches = withCaches;
        int heapStatsEnd = layout[GoField.MemstatsHeapStats] + layout[GoField.HeapStatsGen] + 4;
        Want(globals.Memstats, Math.Max(heapStatsEnd, layout[GoField.MemstatsLastGcNanotime] + 8));
        ulong spanalloc = globals.Mheap + (ulong)layout[GoField.MheapSpanalloc];
        Want(spanalloc, layout[GoField.MheapCachealloc] - layout[GoField.MheapSpanalloc] + FixallocBytes);
        Want(globals.GcController, layout.Has(GoField.GcControllerMappedReady)
            ? layout[GoField.GcControllerMappedReady] + 8
            : layout.Has(GoField.GcControllerHeapMarked) ? layout[GoField.GcControllerHeapMarked] + 8 : 0);
        Want(globals.Allgs, 24);
        Want(globals.Sched, layout[GoField.SchedGFree] + GoroutineCounterBytes);
        Want(globals.Allp, 24);
        int cacheBytes = withCaches ? layout[GoField.McacheAlloc] + (8 * GoSizeClasses.SpanClasses) : 0;
        for (int i = 0; i < processors.Addresses.Length; i++)
        {
            Want(processors.Addresses[i] + (ulong)layout[GoField.PMcache], withCaches ? 8 : 0);
            Want(processors.Addresses[i] + (ulong)layout[GoField.PSudogcache] - 8, 8);
            Want(processors.Caches[i], cacheBytes);
        }

        Ranges = Merge();
        Memstats = Next();
        Allocators = Next();
        GcController = Next();
        Allgs = Next();
        Sched = Next();
        Allp = Next();
        PerProcessor = new (Range Cache, Range Free, Range Content)[processors.Addresses.Length];
        for (int i = 0; i < PerProcessor.Length; i++)
        {
            PerProcessor[i] = (Next(), Next(), Next());
        }
    }

    /// <summary>Gets all ranges.</summary>
    public ProcessMemoryRange[] Ranges { get; }

    /// <summary>Gets the processors that the ranges were made for.</summary>
    public GoProcessors Processors { get; }

    /// <summary>Gets a value indicating whether the ranges hold what is in the processors' allocation caches.</summary>
    public bool HasCaches { get; }

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

    /// <summary>Gets the place of the header of allp; empty where it is not known.</summary>
    public Range Allp { get; }

    /// <summary>Gets for each processor the places of its mcache's address, of its count of free goroutines, of its mcache; the first
    /// and the last are empty where caches are not read.</summary>
    public (Range Cache, Range Free, Range Content)[] PerProcessor { get; }

    private void Want(ulong address, int length) => _wanted.Add(new(address, address == 0 ? 0 : length));

    private Range Next() => _places[_next++];

    // Each range costs the kernel more than some more bytes of a page that it has in hand. A gap of less than a page has no
    // page of its own, so that none is touched that holds nothing of interest.
    private ProcessMemoryRange[] Merge()
    {
        List<ProcessMemoryRange> merged = [];
        var places = new Range[_wanted.Count];
        foreach (int index in Enumerable.Range(0, _wanted.Count).OrderBy(index => _wanted[index].Address))
        {
            var (address, length) = _wanted[index];
            if (length == 0)
            {
                continue;
            }

            if (merged is [.., var last] && unchecked(address - last.Address) <= (ulong)(last.Length + MostGapBytes))
            {
                int start = Length - last.Length + (int)(address - last.Address);
                places[index] = start..(start + length);
                int grown = Math.Max(last.Length, (int)(address - last.Address) + length);
                Length += grown - last.Length;
                merged[^1] = last with { Length = grown };
            }
            else
            {
                merged.Add(new(address, length));
                places[index] = Length..(Length + length);
                Length += length;
            }
        }

        _places.AddRange(places);
        return [.. merged];
    }
}
