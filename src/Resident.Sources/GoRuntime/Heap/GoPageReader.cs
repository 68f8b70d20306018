using System.Buffers;
using System.Numerics;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Reads the page allocator's bitmaps, and joins them with the spans and with what the kernel has in RAM.</summary>
/// <remarks>Source: runtime/mpagealloc.go and runtime/mpallocbits.go. A chunk is 512 pages, 4 MiB: 64 bytes of bits for what is
/// taken and 64 for what was given back. A processor keeps up to 64 free pages for itself (runtime/mpagecache.go), which the
/// bitmaps count as taken.</remarks>
internal sealed class GoPageReader
{
    private const int PageBytes = 8192;
    private const int ChunkPages = 512;
    private const int ChunkShift = 22;
    private const int SecondLevelBits = 13;
    private const int ChunkDataBytes = 128;
    private const ulong ChunkBytes = 1UL << ChunkShift;
    private const long MostHeapBytes = 1L << 41;

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

    /// <summary>Reads the bitmaps alone.</summary>
    /// <returns>A region for each part of the heap without gaps, with its pages idle, released or taken
    /// (<see cref="GoPageKind.Other"/>); null where they could not be read.</returns>
    public List<(ulong Address, byte[] Kinds)>? ReadBitmaps()
    {
        var ranges = _target.ReadHeapRanges(_globals.Mheap);
        List<(ulong Address, byte[] Kinds)> regions = [];
        long total = 0;
        foreach (var (start, end) in ranges)
        {
            ulong first = start & ~(ChunkBytes - 1);
            long bytes = (long)Math.Min((end - first + ChunkBytes - 1) & ~(ChunkBytes - 1), long.MaxValue);
            total = Math.Min(total, MostHeapBytes) + Math.Min(bytes, MostHeapBytes);
            if (total > MostHeapBytes || ReadRegion(first, (int)(bytes >> ChunkShift)) is not { } kinds)
            {
                return null;
            }

            regions.Add((first, kinds));
        }

        ApplyPageCaches(regions);
        return regions.Count == 0 ? null : regions;
    }

    /// <summary>Makes the whole map.</summary>
    /// <param name="spans">The spans, read just before.</param>
    /// <param name="clock">What stamps the map.</param>
    /// <param name="huge">Bytes that huge pages back, and bytes freed lazily; null: not asked for.</param>
    public GoPageMap? Read(GoSpanTable spans, TimeProvider clock, (long HugePages, long LazyFree)? huge)
    {
        if (ReadBitmaps() is not { } bitmaps)
        {
            return null;
        }

        var time = clock.GetUtcNow();
        var regions = bitmaps.ConvertAll(region => Join(region.Address, region.Kinds, spans));
        return new()
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
        bool isKnown = true;
        foreach (var region in regions)
        {
            isKnown &= region.Resident.Length == region.Kinds.Length;
            AddUp(region, pages, percents);
        }

        return Array.ConvertAll(kinds, kind => new GoPageTotals(
            kind,
            new(pages[(int)kind] * PageBytes),
            isKnown ? new ByteSize(percents[(int)kind] * PageBytes / 100) : null));
    }

    // Run by run: pages of one kind and one residency lie together, mostly.
    private static void AddUp(GoPageRegion region, long[] pages, long[] percents)
    {
        var kinds = region.Kinds.Span;
        var resident = region.Resident.Span;
        while (!kinds.IsEmpty)
        {
            byte kind = kinds[0];
            int end = kinds.IndexOfAnyExcept(kind);
            int count = end < 0 ? kinds.Length : end;
            pages[kind] += count;
            for (var rest = resident[..Math.Min(count, resident.Length)]; !rest.IsEmpty;)
            {
                byte percent = rest[0];
                int change = rest.IndexOfAnyExcept(percent);
                int same = change < 0 ? rest.Length : change;
                percents[kind] += (long)percent * same;
                rest = rest[same..];
            }

            kinds = kinds[count..];
            resident = resident[Math.Min(count, resident.Length)..];
        }
    }

    private GoPageRegion Join(ulong address, byte[] kinds, GoSpanTable spans)
    {
        byte[] fullness = new byte[kinds.Length];
        ulong end = address + ((ulong)kinds.Length * PageBytes);
        foreach (var span in spans.Spans)
        {
            if (span.Address < address)
            {
                continue;
            }

            if (span.Address >= end)
            {
                break; // They are in order.
            }

            int first = (int)((span.Address - address) / PageBytes);
            int count = (int)Math.Min(span.Bytes / PageBytes, kinds.Length - first);
            byte percent = (byte)Math.Round(span.Fullness * 100);
            var taken = kinds.AsSpan(first, count);
            byte full = span.State == GoSpanState.InUse ? percent : (byte)0;
            if (taken.IndexOfAnyExcept((byte)GoPageKind.Other) < 0)
            {
                taken.Fill((byte)(span.State == GoSpanState.InUse ? GoPageKind.Objects : GoPageKind.Stacks));
                if (full != 0)
                {
                    fullness.AsSpan(first, count).Fill(full);
                }

                continue;
            }

            for (int i = first; i < first + count; i++)
            {
                // A page that became free since the spans were read stays free.
                if (kinds[i] == (byte)GoPageKind.Other)
                {
                    kinds[i] = (byte)(span.State == GoSpanState.InUse ? GoPageKind.Objects : GoPageKind.Stacks);
                    fullness[i] = full;
                }
            }
        }

        return new() { Address = address, Kinds = kinds, Fullness = fullness, Resident = ReadResidency(address, kinds.Length) };
    }

    private byte[] ReadResidency(ulong address, int pages)
    {
        if (!_target.Present.IsKnown)
        {
            return [];
        }

        byte[] resident = GC.AllocateUninitializedArray<byte>(pages);
        if (PresentPages.PageBytes > PageBytes || !_target.Present.TryMarkResident(address, PageBytes, resident))
        {
            MarkOneByOne(address, resident);
        }

        return resident;
    }

    private void MarkOneByOne(ulong address, byte[] resident)
    {
        int kernelPages = Math.Max(PageBytes / PresentPages.PageBytes, 1);
        byte[] present = new byte[(int)((long)resident.Length * PageBytes / PresentPages.PageBytes)];
        _target.Present.MarkPresent(address, present);
        for (int i = 0; i < resident.Length; i++)
        {
            int first = (int)((long)i * PageBytes / PresentPages.PageBytes);
            int count = 0;
            for (int j = first; j < Math.Min(first + kernelPages, present.Length); j++)
            {
                count += present[j];
            }

            resident[i] = (byte)(100 * count / kernelPages);
        }
    }

    private byte[]? ReadRegion(ulong start, int chunks)
    {
        // A byte a page is megabytes for a large heap, and all of it is written below.
        byte[] kinds = GC.AllocateUninitializedArray<byte>(chunks * ChunkPages);
        int dataBytes = Math.Min(chunks, 1 << SecondLevelBits) * ChunkDataBytes;
        byte[] data = ArrayPool<byte>.Shared.Rent(dataBytes);
        bool isRead = TryReadChunks(start, chunks, data, kinds);
        ArrayPool<byte>.Shared.Return(data);
        return isRead ? kinds : null;
    }

    private bool TryReadChunks(ulong start, int chunks, byte[] data, byte[] kinds)
    {
        // On x64 the lower half of the address space begins in the middle of the index, runtime/mpagealloc_64bit.go.
        ulong offset = _target.Layout.IsArm64 ? 0 : 1UL << 47;
        ulong table = _globals.Mheap + (ulong)_target.Layout[GoField.MheapPages] + (ulong)_target.Layout[GoField.PageAllocChunks];
        for (int done = 0; done < chunks;)
        {
            ulong index = ((start + offset) >> ChunkShift) + (ulong)done;
            int within = (int)(index & ((1 << SecondLevelBits) - 1));
            int count = Math.Min(chunks - done, (1 << SecondLevelBits) - within);
            var part = data.AsSpan(0, count * ChunkDataBytes);
            if (!_target.Memory.TryReadU64(table + (8 * (index >> SecondLevelBits)), out ulong second)
                || second == 0 || !_target.Memory.TryRead(unchecked(second + ((ulong)within * ChunkDataBytes)), part))
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                MarkChunk(part.Slice(i * ChunkDataBytes, ChunkDataBytes), kinds.AsSpan((done + i) * ChunkPages, ChunkPages));
            }

            done += count;
        }

        return true;
    }

    private static void MarkChunk(ReadOnlySpan<byte> bits, Span<byte> kinds)
    {
        const int WordPages = 64;
        if (KindOf(bits[..(ChunkPages / 8)], bits[(ChunkPages / 8)..]) is { } all)
        {
            kinds.Fill((byte)all);
            return;
        }

        for (int word = 0; word < ChunkPages / WordPages; word++)
        {
            ulong taken = bits.U64(word * 8);
            ulong released = bits.U64((ChunkPages / 8) + (word * 8));
            var part = kinds.Slice(word * WordPages, WordPages);
            if (KindOf(taken, released) is { } whole)
            {
                part.Fill((byte)whole);
                continue;
            }

            for (int i = 0; i < WordPages; i++)
            {
                bool isTaken = (taken >> i & 1) != 0;
                bool isReleased = (released >> i & 1) != 0;
                part[i] = (byte)(isTaken ? GoPageKind.Other : isReleased ? GoPageKind.Released : GoPageKind.Idle);
            }
        }
    }

    // In a large heap most chunks are of one kind: that of their first word.
    private static GoPageKind? KindOf(ReadOnlySpan<byte> taken, ReadOnlySpan<byte> released) =>
        IsEven(taken) && (taken[0] != 0 || IsEven(released)) ? KindOf(taken.U64(0), released.U64(0)) : null;

    private static bool IsEven(ReadOnlySpan<byte> bits) => bits.IndexOfAnyExcept(bits[0]) < 0;

    // Most words are of one kind.
    private static GoPageKind? KindOf(ulong taken, ulong released) => (taken, released) switch
    {
        (ulong.MaxValue, _) => GoPageKind.Other,
        (0, 0) => GoPageKind.Idle,
        (0, ulong.MaxValue) => GoPageKind.Released,
        _ => null,
    };

    private void ApplyPageCaches(List<(ulong Address, byte[] Kinds)> regions)
    {
        Span<byte> cache = stackalloc byte[24];
        foreach (ulong processor in GoProcessors.Read(_target, _globals.Allp).Addresses)
        {
            if (!_target.Memory.TryRead(processor + (ulong)_target.Layout[GoField.PPcache], cache))
            {
                continue;
            }

            ulong start = cache.U64(0);
            ulong released = cache.U64(16);
            for (ulong free = cache.U64(8); free != 0; free &= free - 1)
            {
                int bit = BitOperations.TrailingZeroCount(free);
                Mark(regions, unchecked(start + ((ulong)bit * PageBytes)), (released >> bit & 1) != 0 ? GoPageKind.Released : GoPageKind.Idle);
            }
        }
    }

    private static void Mark(List<(ulong Address, byte[] Kinds)> regions, ulong page, GoPageKind kind)
    {
        foreach (var (address, kinds) in regions)
        {
            if (page >= address && (page - address) / PageBytes < (ulong)kinds.Length)
            {
                kinds[(int)((page - address) / PageBytes)] = (byte)kind;
            }
        }
    }
}
