using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Heap;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Tells whether an address holds a certain global of the runtime, by what has to hold between its fields.</summary>
/// <remarks>Whatever proposes an address (a scan, a symbol, a stored place), it counts only when it is confirmed here.</remarks>
internal sealed class GoConfirmation
{
    /// <summary>What stands before a stack that has an address for each inlined function already: since 1.23, for locks.</summary>
    public const ulong ExpandedStack = ulong.MaxValue;

    private const int FixallocBytes = 72;
    private const ulong MostSpans = 1UL << 31;

    private readonly GoTarget _target;
    private readonly IProcessMemory _memory;
    private readonly GoLayout _layout;

    /// <summary>Initializes a new instance of the <see cref="GoConfirmation"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoConfirmation(GoTarget target)
    {
        _target = target;
        _memory = target.Memory;
        _layout = target.Layout;
    }

    /// <summary>Tells whether the heap's allocators of mspan and mcache state the sizes that the layout has, and whether the
    /// list of all spans begins with spans.</summary>
    public bool IsMheap(ulong address)
    {
        Span<byte> bytes = stackalloc byte[24];
        ReadOnlySpan<byte> words = bytes;
        if (!_memory.TryReadU64(address + (ulong)_layout[GoField.MheapSpanalloc], out ulong spanBytes)
            || !_layout.AcceptsMspanBytes(spanBytes)
            || !_memory.TryReadU64(address + (ulong)_layout[GoField.MheapCachealloc], out ulong cacheBytes)
            || cacheBytes != (ulong)_layout[GoField.McacheBytes]
            || !_memory.TryRead(address + (ulong)_layout[GoField.MheapAllspans], bytes))
        {
            return false;
        }

        return MayBeAllSpans(words.U64(0), words.U64(8), words.U64(16)) && BeginsWithSpans(words.U64(0));
    }

    /// <summary>Tells whether three words may be the header of the list of all spans. Reads nothing.</summary>
    public static bool MayBeAllSpans(ulong first, ulong length, ulong capacity) =>
        (first & 4095) == 0 && first != 0 && length >= 4 && length <= capacity && capacity >= 8192 && capacity < MostSpans;

    /// <summary>Tells whether a list's first four elements look like spans.</summary>
    public bool BeginsWithSpans(ulong list)
    {
        Span<byte> pointers = stackalloc byte[32];
        Span<byte> bytes = stackalloc byte[128];
        ReadOnlySpan<byte> span = bytes;
        if (!_memory.TryRead(list, pointers))
        {
            return false;
        }

        for (int i = 0; i < 4; i++)
        {
            const ulong MostPages = 1UL << 30;
            ulong pointer = pointers.U64(i * 8);
            if (pointer == 0 || (pointer & 7) != 0 || !_memory.TryRead(pointer, bytes)
                || (span.U64(_layout[GoField.MspanStartAddr]) & 8191) != 0
                || span.U64(_layout[GoField.MspanNpages]) >= MostPages
                || span[_layout[GoField.MspanState]] > 2)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Finds memstats through the heap: three of its allocators point at the counters that they add to.</summary>
    /// <returns>The address, or 0 where the three do not agree.</returns>
    public ulong MemstatsOf(ulong mheap)
    {
        ulong spans = StatOf(mheap, GoField.MheapSpanalloc, GoField.MemstatsMspanSys);
        ulong caches = StatOf(mheap, GoField.MheapCachealloc, GoField.MemstatsMcacheSys);
        ulong others = StatOf(mheap, GoField.MheapSpecialfinalizeralloc, GoField.MemstatsOtherSys);
        return spans == caches && caches == others && (spans & 7) == 0 && _target.Module.ContainsGlobal(spans) ? spans : 0;
    }

    /// <summary>Tells whether a word points at the newest bucket of a profile.</summary>
    /// <param name="pointer">The word.</param>
    /// <param name="type">The kind of bucket: 1 memory, 2 block, 3 mutex; receives what is there where it is one of them.</param>
    public bool IsBucket(ulong pointer, out int type)
    {
        const ulong MostSize = 1UL << 40;
        const ulong MostFrames = 1100;
        Span<byte> bytes = stackalloc byte[56];
        ReadOnlySpan<byte> bucket = bytes;
        type = 0;
        if (pointer == 0 || (pointer & 7) != 0 || !_memory.TryRead(pointer, bytes))
        {
            return false;
        }

        ulong kind = bucket.U64(_layout[GoField.BucketTyp]);
        ulong size = bucket.U64(_layout[GoField.BucketSize]);
        ulong frames = bucket.U64(_layout[GoField.BucketNstk]);
        type = kind is >= 1 and <= 3 ? (int)kind : 0;
        return type != 0 && bucket.U64(_layout[GoField.BucketHash]) != 0
            && (type == 1 ? size is > 0 and < MostSize : size == 0)
            && frames is >= 1 and <= MostFrames
            && (bucket.U64(_layout[GoField.BucketBytes]) is var first)
            && (first == ExpandedStack || _target.Module.ContainsCode(first));
    }

    /// <summary>Tells whether the collector's state lies at an address: its times are in order.</summary>
    /// <param name="address">The address.</param>
    /// <param name="lastGc">memstats.last_gc_nanotime, which is the end of the last cycle.</param>
    public bool IsWork(ulong address, ulong lastGc)
    {
        Span<byte> bytes = stackalloc byte[32];
        ReadOnlySpan<byte> times = bytes;
        return lastGc != 0 && _memory.TryRead(address + (ulong)_layout[GoField.WorkTSweepTerm], bytes)
            && times.U64(24) == lastGc && times.U64(0) != 0
            && times.U64(0) <= times.U64(8) && times.U64(8) <= times.U64(16) && times.U64(16) <= times.U64(24);
    }

    /// <summary>Tells whether gcController lies at an address: it repeats three sums of the consistent statistics.</summary>
    /// <remarks>Up to 1.18 it repeats none, and the smallest heap has to be 4 MiB times GOGC / 100.</remarks>
    public bool IsGcController(ulong address, ulong memstats)
    {
        Span<byte> bytes = stackalloc byte[24];
        ReadOnlySpan<byte> words = bytes;
        if (!_layout.Has(GoField.GcControllerHeapInUse))
        {
            return _memory.TryRead(address, bytes) && IsOldGcController(words.I32(0), words.U64(8));
        }

        // A busy heap moves between the two reads.
        for (int attempt = 0; attempt < 20; attempt++)
        {
            if (HeapStatsSums.Read(_target, memstats) is { } sums
                && _memory.TryRead(address + (ulong)_layout[GoField.GcControllerHeapInUse], bytes)
                && words.I64(0) == sums.InHeap && words.I64(8) == sums.Released && words.I64(16) == sums.Free)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells whether two fields of gcController fit each other in Go 1.17 and 1.18. Reads nothing.</summary>
    public static bool IsOldGcController(int percent, ulong heapMinimum)
    {
        const ulong DefaultHeapMinimum = 4 << 20;
        return percent is > 0 and < 1_000_000 && heapMinimum == DefaultHeapMinimum * (ulong)percent / 100;
    }

    private ulong StatOf(ulong mheap, GoField allocator, GoField counter)
    {
        Span<byte> bytes = stackalloc byte[FixallocBytes];
        return _memory.TryRead(mheap + (ulong)_layout[allocator], bytes)
            ? unchecked(bytes.U64(_layout[GoField.FixallocStat]) - (ulong)_layout[counter])
            : 0;
    }
}
