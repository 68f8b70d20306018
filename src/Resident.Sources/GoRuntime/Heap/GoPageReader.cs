using System.Buffers;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Reads the page allocator's bitmaps, and joins them with the spans and with what the kernel has in RAM.</summary>
/// <remarks>Source: runtime/mpagealloc.go and runtime/mpallocbits.go. A chunk is 512 pages, 4 MiB. A processor keeps up to 64 free pages for itself (runtime/mpagecache.go), which the
/// bitmaps count as taken.</remarks>
internal sealed class GoPageReader
{
    private const int PageBytes = 8192;
    private const int ChunkShift = 22;
    private const int SecondLevelBits = 13;
    private const int ChunksOfPart = 1 << SecondLevelBits;
    private const ulong ChunkBytes = 1UL << ChunkShift;
    private const long MostHeapBytes = 1L << 41;
    private const int MostReads = 5;

    private static readonly TimeSpan BriefRead = TimeSpan.FromMilliseconds(2);

    private readonly GoTarget _target;
    private readonly GoGlobals _globals;

    /// <summary>Initializes a new instance of the <see cref="GoPageReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    public GoPageReader(GoTarget target, GoGlobals globals)
    {
        _target = target;
        _globals = globals;
    }

    /// <summary>Reads the spans and makes the map.</summary>
    /// <param name="clock">What stamps the map.</param>
    /// <param name="huge">Bytes that huge pages back, and bytes freed lazily; null: not asked for.</param>
    /// <returns>Null where the spans or the bitmaps could not be read.</returns>
    /// <remarks>The runtime marks free pages as taken while it gives them back, and a span may come after the spans
    /// were read. Both pass at once: where a map takes little time, it is read again while it has such pages, and the
    /// one with the fewest is given.</remarks>
    public GoPageMap? Read(TimeProvider clock, (long HugePages, long LazyFree)? huge)
    {
        long start = clock.GetTimestamp();
        var map = ReadOnce(clock, huge);
        bool isBrief = clock.GetElapsedTime(start) < BriefRead;
        for (int count = 1; isBrief && count < MostReads && map is not null && Between(map) > 0; count++)
        {
            var again = ReadOnce(clock, huge);
            map = again is null || Between(again) < Between(map) ? again : map;
        }

        return map;
    }

    private static long Between(GoPageMap map) => map.Totals[(int)GoPageKind.Other].Bytes.Bytes;

    private GoPageMap? ReadOnce(TimeProvider clock, (long HugePages, long LazyFree)? huge)
    {
        if (new GoSpanReader(_target, _globals).Read(clock) is not { } spans)
        {
            return null;
        }

        var ranges = _target.ReadHeapRanges(_globals.Mheap);
        var time = clock.GetUtcNow();
        List<GoPageRegion> regions = [];
        ulong[] processors = GoProcessors.Read(_target, _globals.Allp).Addresses;
        var list = spans.Spans as GoSpan[] ?? [.. spans.Spans];
        long total = 0;
        int span = 0;
        foreach (var (start, end) in ranges)
        {
            ulong first = start & ~(ChunkBytes - 1);
            long bytes = (long)Math.Min((end - first + ChunkBytes - 1) & ~(ChunkBytes - 1), long.MaxValue);
            total = Math.Min(total, MostHeapBytes) + Math.Min(bytes, MostHeapBytes);
            if (total > MostHeapBytes || ReadRegion(first, (int)(bytes >> ChunkShift), processors, list, ref span) is not { } region)
            {
                return null;
            }

            regions.Add(region);
        }

        return regions.Count == 0 ? null : new()
        {
            TakenAt = time,
            PageBytes = PageBytes,
            Regions = regions,
            Totals = AddUp(regions),
            HugePages = huge is { } known ? new ByteSize(known.HugePages) : null,
            LazyFree = huge is { } lazy ? new ByteSize(lazy.LazyFree) : null,
            Spans = spans,
        };
    }

    private static GoPageTotals[] AddUp(List<GoPageRegion> regions)
    {
        var kinds = Enum.GetValues<GoPageKind>();
        long[] pages = new long[kinds.Length];
        long[] percents = new long[kinds.Length];
        foreach (var region in regions)
        {
            foreach (var run in region.Runs.Span)
            {
                pages[(int)run.Kind] += run.Pages;
                percents[(int)run.Kind] += (long)run.Resident * run.Pages;
            }
        }

        bool isKnown = regions.TrueForAll(static region => region.IsResidencyKnown);
        return Array.ConvertAll(kinds, kind => new GoPageTotals(
            kind,
            new(pages[(int)kind] * PageBytes),
            isKnown ? new ByteSize(percents[(int)kind] * PageBytes / 100) : null));
    }

    private GoPageRegion? ReadRegion(ulong start, int chunks, ulong[] processors, GoSpan[] spans, ref int span)
    {
        int dataBytes = Math.Min(chunks, ChunksOfPart) * PageBits.ChunkBytes;
        byte[] data = ArrayPool<byte>.Shared.Rent(dataBytes);
        try
        {
            using PageResidency residency = new(_target.Present, start, chunks * PageBits.ChunkPages, PageBytes);
            PageRunBuilder runs = new(start, PageBytes, spans, span, residency);
            for (int done = 0; done < chunks;)
            {
                ulong address = start + ((ulong)done << ChunkShift);
                if (!TryReadChunks(address, chunks - done, data, out int count))
                {
                    return null;
                }

                var part = data.AsSpan(0, count * PageBits.ChunkBytes);
                ApplyPageCaches(address, part, processors);
                PageBits.Split(part, runs);
                done += count;
            }

            span = runs.NextSpan;
            return runs.Build();
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(data);
        }
    }

    private bool TryReadChunks(ulong address, int most, byte[] data, out int count)
    {
        // On x64 the lower half of the address space begins in the middle of the index, runtime/mpagealloc_64bit.go.
        ulong offset = _target.Layout.IsArm64 ? 0 : 1UL << 47;
        ulong table = _globals.Mheap + (ulong)_target.Layout[GoField.MheapPages] + (ulong)_target.Layout[GoField.PageAllocChunks];
        ulong index = (address + offset) >> ChunkShift;
        int within = (int)(index & (ChunksOfPart - 1));
        count = Math.Min(most, ChunksOfPart - within);
        return _target.Memory.TryReadU64(table + (8 * (index >> SecondLevelBits)), out ulong second)
            && second != 0
            && _target.Memory.TryRead(unchecked(second + ((ulong)within * PageBits.ChunkBytes)), data.AsSpan(0, count * PageBits.ChunkBytes));
    }

    // What a processor keeps for itself is free.
    private void ApplyPageCaches(ulong address, Span<byte> chunks, ulong[] processors)
    {
        Span<byte> cache = stackalloc byte[24];
        foreach (ulong processor in processors)
        {
            if (_target.Memory.TryRead(processor + (ulong)_target.Layout[GoField.PPcache], cache))
            {
                PageBits.Free(chunks, unchecked(cache.U64(0) - address) / PageBytes, cache.U64(8), cache.U64(16));
            }
        }
    }
}
