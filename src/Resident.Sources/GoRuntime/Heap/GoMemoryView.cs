using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The bytes of one sample, with the meaning of runtime.ReadMemStats.</summary>
/// <remarks>Source: readmemstats_m in runtime/mstats.go and heapGoalInternal in runtime/mgcpacer.go of each release.</remarks>
internal readonly ref struct GoMemoryView
{
    private readonly GoLayout _layout;
    private readonly GoMemoryRegions _regions;
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly ReadOnlySpan<byte> _memstats;
    private readonly ReadOnlySpan<byte> _controller;

    /// <summary>Initializes a new instance of the <see cref="GoMemoryView"/> struct.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="regions">Where each variable lies in the bytes.</param>
    /// <param name="bytes">What was read.</param>
    public GoMemoryView(GoLayout layout, GoMemoryRegions regions, ReadOnlySpan<byte> bytes)
    {
        _layout = layout;
        _regions = regions;
        _bytes = bytes;
        _memstats = bytes[regions.Memstats];
        _controller = bytes[regions.GcController];
    }

    /// <summary>Gets the number of processors whose caches were read.</summary>
    public int ProcessorCount => _regions.Processors.Addresses.Length;

    private bool HasController => !_controller.IsEmpty;

    /// <summary>Tells whether the bytes are still those of the program that was opened: another one may have got its number or
    /// its place. The allocators' sizes and the counters that they point at say it.</summary>
    public bool IsOfTarget(GoGlobals globals)
    {
        var spans = _bytes[_regions.Allocators];
        var caches = spans[(_layout[GoField.MheapCachealloc] - _layout[GoField.MheapSpanalloc])..];
        return _layout.AcceptsMspanBytes(spans.U64(0))
            && caches.U64(0) == (ulong)_layout[GoField.McacheBytes]
            && spans.U64(_layout[GoField.FixallocStat]) == globals.Memstats + (ulong)_layout[GoField.MemstatsMspanSys]
            && caches.U64(_layout[GoField.FixallocStat]) == globals.Memstats + (ulong)_layout[GoField.MemstatsMcacheSys];
    }

    /// <summary>Tells whether the processors are still those that the ranges were made for.</summary>
    public bool HasSameProcessors()
    {
        var list = _bytes[_regions.Allp];
        if (list.IsEmpty)
        {
            return true;
        }

        bool same = list.U64(0) == _regions.Processors.List && list.U64(8) == (ulong)ProcessorCount;
        for (int i = 0; i < ProcessorCount && same; i++)
        {
            var cache = _bytes[_regions.PerProcessor[i].Cache];
            same = cache.IsEmpty || cache.U64(0) == _regions.Processors.Caches[i];
        }

        return same;
    }

    /// <summary>Gets how many cycles have ended.</summary>
    public long NumGC => _memstats.U32(_layout[GoField.MemstatsNumgc]);

    /// <summary>Gets when the last of them ended, by the clock that the runtime measures spans of time with, nanoseconds.</summary>
    public long LastGcNanotime => Level(GoField.MemstatsLastGcNanotime);

    /// <summary>Gets the bytes of a processor's allocation cache.</summary>
    public ReadOnlySpan<byte> CacheOf(int processor) => _bytes[_regions.PerProcessor[processor].Content];

    /// <summary>Tells whether the two places that hold the bytes in use and the bytes given back agree, and the two that hold the
    /// last cycle's end.</summary>
    public bool IsConsistent() => HasNewestPause() && HasSameSums();

    /// <summary>Computes the figures.</summary>
    /// <param name="caches">What the allocation caches hold back.</param>
    /// <param name="time">When the bytes were read.</param>
    /// <param name="version">The runtime's version.</param>
    /// <param name="isConsistent">What <see cref="IsConsistent"/> told.</param>
    /// <param name="pauses">The pauses, where they were read at this cycle before; else null.</param>
    /// <param name="lastCycle">The phases of the last cycle, or null.</param>
    /// <param name="sizes">Adds up the objects of each size class.</param>
    public GoMemory ToMemory(
        GoCacheCorrection caches,
        DateTimeOffset time,
        string version,
        bool isConsistent,
        IReadOnlyList<GcPause>? pauses,
        GoGcPhases? lastCycle,
        GoSizeClassCounts sizes)
    {
        var heap = HeapBytes();
        var objects = new GoObjectTotals(_layout, _memstats[_layout[GoField.MemstatsHeapStats]..], caches, TinyAllocs(), sizes);
        long stackInuse = Sum(_layout[GoField.HeapStatsDeltaInStacks]);
        long gcSys = unchecked(Level(GoField.MemstatsGcMiscSys) + Sum(_layout[GoField.HeapStatsDeltaInWorkBufs])
            + (_layout.Has(GoField.HeapStatsDeltaInPtrScalarBits) ? Sum(_layout[GoField.HeapStatsDeltaInPtrScalarBits]) : 0));
        long stackSys = unchecked(stackInuse + Level(GoField.MemstatsStacksSys));
        long numGc = _memstats.U32(_layout[GoField.MemstatsNumgc]);
        var allocators = _bytes[_regions.Allocators];
        int cacheAllocator = _layout[GoField.MheapCachealloc] - _layout[GoField.MheapSpanalloc];
        long lastGc = Level(GoField.MemstatsLastGcUnix);
        var pacer = new GoPacer(_layout, _memstats, _controller);
        // Sums of a damaged target's words may be anything; they must not stop us.
        return unchecked(new()
        {
            TakenAt = time,
            Source = "memory",
            Version = version,
            HeapAlloc = new(objects.AllocatedBytes - objects.FreedBytes),
            HeapSys = new(heap.Sys),
            HeapIdle = new(heap.Sys - heap.Inuse),
            HeapInuse = new(heap.Inuse),
            HeapReleased = new(heap.Released),
            HeapObjects = objects.Mallocs - objects.Frees,
            StackInuse = new(stackInuse),
            StackSys = new(stackSys),
            MSpanInuse = new(allocators.I64(_layout[GoField.FixallocInuse])),
            MSpanSys = new(Level(GoField.MemstatsMspanSys)),
            MCacheInuse = new(allocators.I64(cacheAllocator + _layout[GoField.FixallocInuse])),
            MCacheSys = new(Level(GoField.MemstatsMcacheSys)),
            BuckHashSys = new(Level(GoField.MemstatsBuckhashSys)),
            GCSys = new(gcSys),
            OtherSys = new(Level(GoField.MemstatsOtherSys)),
            Sys = new(heap.Sys + stackSys + gcSys + Level(GoField.MemstatsMspanSys) + Level(GoField.MemstatsMcacheSys)
                + Level(GoField.MemstatsBuckhashSys) + Level(GoField.MemstatsOtherSys)),
            NextGC = ToSize(pacer.NextGC()),
            TotalAlloc = objects.AllocatedBytes,
            Mallocs = objects.Mallocs,
            Frees = objects.Frees,
            Lookups = 0,
            NumGC = numGc,
            NumForcedGC = _memstats.U32(_layout[GoField.MemstatsNumforcedgc]),
            PauseTotalNs = Level(GoField.MemstatsPauseTotalNs),
            LastGCUnixNs = lastGc == 0 ? null : lastGc,
            GCCPUFraction = BitConverter.Int64BitsToDouble(Level(GoField.MemstatsGcCpuFraction)),
            Pauses = pauses ?? GoPauseRing.Read(
                _memstats[_layout[GoField.MemstatsPauseNs]..], _memstats[_layout[GoField.MemstatsPauseEnd]..], numGc),
            HeapLive = ToSize(pacer.HeapLive),
            HeapMarked = ToSize(pacer.HeapMarked),
            Gogc = pacer.Gogc,
            MemoryLimit = ToSize(pacer.MemoryLimit),
            Goroutines = GoroutineCount(),
            BySize = sizes.List,
            LastCycle = lastCycle,
            IsConsistent = isConsistent,
        });
    }

    private static ByteSize? ToSize(long? bytes) => bytes is { } value ? new ByteSize(value) : null;

    private bool HasNewestPause()
    {
        uint cycles = _memstats.U32(_layout[GoField.MemstatsNumgc]);
        int slot = (int)(unchecked(cycles - 1) % GcPause.RingLength) * 8;
        return cycles == 0 || _memstats.I64(_layout[GoField.MemstatsPauseEnd] + slot) == Level(GoField.MemstatsLastGcUnix);
    }

    private bool HasSameSums()
    {
        long inHeap = Sum(_layout[GoField.HeapStatsDeltaInHeap]);
        long released = Sum(_layout[GoField.HeapStatsDeltaReleased]);
        if (_layout.Has(GoField.MemstatsHeapInuse))
        {
            return inHeap == _memstats.I64(_layout[GoField.MemstatsHeapInuse])
                && released == _memstats.I64(_layout[GoField.MemstatsHeapReleased]);
        }

        return !HasController
            || (inHeap == ControllerAt(GoField.GcControllerHeapInUse) && released == ControllerAt(GoField.GcControllerHeapReleased));
    }

    private (long Sys, long Inuse, long Released) HeapBytes()
    {
        if (_layout.Has(GoField.MemstatsHeapSys))
        {
            return (Level(GoField.MemstatsHeapSys), Level(GoField.MemstatsHeapInuse), Level(GoField.MemstatsHeapReleased));
        }

        if (!HasController)
        {
            // The consistent statistics hold the same sums.
            long inHeap = Sum(_layout[GoField.HeapStatsDeltaInHeap]);
            long released = Sum(_layout[GoField.HeapStatsDeltaReleased]);
            long free = unchecked(Sum(_layout[GoField.HeapStatsDeltaCommitted]) - inHeap
                - Sum(_layout[GoField.HeapStatsDeltaInStacks]) - Sum(_layout[GoField.HeapStatsDeltaInWorkBufs]));
            return (unchecked(inHeap + released + free), inHeap, released);
        }

        long inUse = ControllerAt(GoField.GcControllerHeapInUse);
        long givenBack = ControllerAt(GoField.GcControllerHeapReleased);
        return (unchecked(inUse + givenBack + ControllerAt(GoField.GcControllerHeapFree)), inUse, givenBack);
    }

    // runtime.NumGoroutine: all that were ever made, less the free ones, less the runtime's own.
    private long? GoroutineCount()
    {
        var list = _bytes[_regions.Allgs];
        var sched = _bytes[_regions.Sched];
        if (list.IsEmpty || sched.IsEmpty || _bytes[_regions.Allp].IsEmpty)
        {
            return null;
        }

        // gFree: a lock, two lists and their sizes. Up to 1.25 the lists are a pointer each and one number counts both.
        int free = _layout[GoField.SchedGFree];
        long count = Math.Clamp(list.I64(8), 0, int.MaxValue) - sched.U32(_layout[GoField.SchedNgsys]);
        count -= _layout.Minor >= 26 ? sched.U32(free + 16) + sched.U32(free + 32) : sched.U32(free + 24);
        for (int i = 0; i < ProcessorCount; i++)
        {
            count -= _bytes[_regions.PerProcessor[i].Free].U32(0);
        }

        return Math.Max(count, 1);
    }

    private long TinyAllocs()
    {
        return _layout.Has(GoField.MemstatsTinyallocs)
            ? Level(GoField.MemstatsTinyallocs)
            : Sum(_layout[GoField.HeapStatsDeltaTinyAllocCount]);
    }

    private long Level(GoField field) => _memstats.I64(_layout[field]);

    private long ControllerAt(GoField field) => _controller.I64(_layout[field]);

    // Three deltas: writers use the one of the current generation, so that only the sum is a figure.
    private long Sum(int field)
    {
        var deltas = _memstats[_layout[GoField.MemstatsHeapStats]..];
        int size = _layout[GoField.HeapStatsDeltaBytes];
        return unchecked(deltas.I64(field) + deltas.I64(size + field) + deltas.I64((2 * size) + field));
    }
}
