using System.Buffers.Binary;
using System.Numerics;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>The page allocator's bitmaps: for each chunk of 512 pages 64 bytes of bits for what is taken and 64 for what was given
/// back.</summary>
/// <remarks>Source: pallocData in runtime/mpallocbits.go.</remarks>
internal static class PageBits
{
    /// <summary>How many pages a chunk has.</summary>
    public const int ChunkPages = 512;

    /// <summary>How many bytes of bits it has.</summary>
    public const int ChunkBytes = 128;

    private const int WordPages = 64;
    private const int ReleasedAt = ChunkPages / 8;

    /// <summary>Turns bits into runs.</summary>
    /// <param name="chunks">The bits of neighbouring chunks.</param>
    /// <param name="runs">Receives the runs: idle, released, or taken.</param>
    public static void Split(ReadOnlySpan<byte> chunks, PageRunBuilder runs)
    {
        var kind = GoPageKind.Other;
        int pages = 0;
        for (; !chunks.IsEmpty; chunks = chunks[ChunkBytes..])
        {
            // In a large heap most chunks are of one kind: that of their first word.
            if (KindOf(chunks) is { } all)
            {
                Extend(all, ChunkPages, ref kind, ref pages, runs);
                continue;
            }

            for (int word = 0; word < ReleasedAt; word += sizeof(ulong))
            {
                SplitWord(chunks.U64(word), chunks.U64(ReleasedAt + word), ref kind, ref pages, runs);
            }
        }

        runs.Add(pages, kind);
    }

    /// <summary>Marks pages as free that the bits count as taken.</summary>
    /// <param name="chunks">The bits of neighbouring chunks.</param>
    /// <param name="page">The first of 64 pages, counted from the first chunk's start; where it is not one of these chunks', nothing happens.</param>
    /// <param name="free">Which of them are free.</param>
    /// <param name="released">Which of them were given back.</param>
    public static void Free(Span<byte> chunks, ulong page, ulong free, ulong released)
    {
        if (page / ChunkPages >= (ulong)(chunks.Length / ChunkBytes) || page % WordPages != 0)
        {
            return;
        }

        var chunk = chunks.Slice((int)(page / ChunkPages) * ChunkBytes, ChunkBytes);
        int word = (int)(page % ChunkPages) / 8;
        Set(chunk[word..], 0, free);
        Set(chunk[(ReleasedAt + word)..], released, free);
    }

    private static void Set(Span<byte> word, ulong bits, ulong which) =>
        BinaryPrimitives.WriteUInt64LittleEndian(word, (BinaryPrimitives.ReadUInt64LittleEndian(word) & ~which) | (bits & which));

    private static void SplitWord(ulong taken, ulong released, ref GoPageKind kind, ref int pages, PageRunBuilder runs)
    {
        for (int at = 0; at < WordPages;)
        {
            bool isTaken = (taken >> at & 1) != 0;
            bool isReleased = (released >> at & 1) != 0;
            // Pages given back are alike whether they are marked as taken or not.
            ulong changes = (isReleased ? ~released : released) | (isReleased ? 0 : isTaken ? ~taken : taken);
            int same = Math.Min(BitOperations.TrailingZeroCount(changes >> at), WordPages - at);
            Extend(KindOf(isTaken, isReleased), same, ref kind, ref pages, runs);
            at += same;
        }
    }

    private static void Extend(GoPageKind next, int count, ref GoPageKind kind, ref int pages, PageRunBuilder runs)
    {
        if (next != kind)
        {
            runs.Add(pages, kind);
            (kind, pages) = (next, 0);
        }

        pages += count;
    }

    // Since 1.26 the heap begins at a random page, and those before it are marked as taken and given back: the runtime counts them as given back
    // (markRandomPaddingPages in runtime/mpagealloc.go). No other page has both marks.
    private static GoPageKind KindOf(bool isTaken, bool isReleased) =>
        isReleased ? GoPageKind.Released : isTaken ? GoPageKind.Other : GoPageKind.Idle;

    private static GoPageKind? KindOf(ReadOnlySpan<byte> chunk)
    {
        bool isTaken = chunk[0] == byte.MaxValue;
        bool isReleased = chunk[ReleasedAt] == byte.MaxValue;
        bool isOneKind = !chunk[ReleasedAt..ChunkBytes].ContainsAnyExcept(isReleased ? byte.MaxValue : (byte)0)
            && (isReleased || !chunk[..ReleasedAt].ContainsAnyExcept(isTaken ? byte.MaxValue : (byte)0));
        return isOneKind ? KindOf(isTaken, isReleased) : null;
    }
}
