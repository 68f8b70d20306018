using System.Buffers;
using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Walks the list of all spans of the heap.</summary>
/// <remarks>Source: mspan in runtime/mheap.go. Structures of spans are never unmapped; the list itself may be replaced by a
/// longer one.</remarks>
internal sealed class GoSpanReader
{
    private const int PlaceBits = 26;
    private const int MostSpans = 1 << PlaceBits;
    private const int MostAttempts = 5;
    private const int PageBytes = 8192;
    private const ulong MostPages = 1UL << 30;
    private const int SpanBytes = 120;
    private const int AddressBits = 48; // heapAddrBits in runtime/malloc.go

    private readonly GoTarget _target;
    private readonly ulong _list;
    private readonly int _address;
    private readonly int _pages;
    private readonly int _state;
    private readonly int _class;
    private readonly int _objectBytes;
    private readonly int _slots;
    private readonly int _objects;
    private readonly bool _hasShortCount;

    /// <summary>Initializes a new instance of the <see cref="GoSpanReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    public GoSpanReader(GoTarget target, GoGlobals globals)
    {
        _target = target;
        var layout = target.Layout;
        _list = globals.Mheap + (ulong)layout[GoField.MheapAllspans];
        _address = layout[GoField.MspanStartAddr];
        _pages = layout[GoField.MspanNpages];
        _state = layout[GoField.MspanState];
        _class = layout[GoField.MspanSpanclass];
        _objectBytes = layout[GoField.MspanElemsize];
        _slots = layout[GoField.MspanNelems];
        _objects = layout[GoField.MspanAllocCount];
        _hasShortCount = layout.Minor >= 22;
    }

    /// <summary>Reads all spans.</summary>
    /// <returns>The spans, or null where they could not be read.</returns>
    public GoSpanTable? Read(TimeProvider clock)
    {
        if (ReadList() is not { } pointers)
        {
            return null;
        }

        var time = clock.GetUtcNow();
        var spans = new List<GoSpan>(pointers.Length);
        var uses = new ClassTotals[GoSizeClasses.Count];
        long manual = 0;
        bool isRead = new PointerBatches(_target.Memory, pointers, SpanBytes).TryVisit((_, bytes) =>
        {
            if (Parse(bytes) is { } span)
            {
                spans.Add(span);
                manual += span.State == GoSpanState.Manual ? span.Bytes : 0;
                if (span.State == GoSpanState.InUse)
                {
                    Count(ref uses[span.SizeClass], span);
                }
            }
        });
        if (!isRead)
        {
            return null;
        }

        return new()
        {
            TakenAt = time,
            Spans = SortByAddress(CollectionsMarshal.AsSpan(spans)),
            SizeClasses = ToUses(uses),
            InUse = new(uses.Sum(static use => use.Bytes)),
            Manual = new(manual),
        };
    }

    // Page number and place in one word: numbers are sorted many times faster than what they stand for.
    private static GoSpan[] SortByAddress(ReadOnlySpan<GoSpan> spans)
    {
        ulong[] keys = ArrayPool<ulong>.Shared.Rent(spans.Length);
        for (int i = 0; i < spans.Length; i++)
        {
            keys[i] = (spans[i].Address / PageBytes << PlaceBits) | (uint)i;
        }

        keys.AsSpan(0, spans.Length).Sort();
        var sorted = new GoSpan[spans.Length];
        for (int i = 0; i < sorted.Length; i++)
        {
            sorted[i] = spans[(int)(keys[i] & ((1 << PlaceBits) - 1))];
        }

        ArrayPool<ulong>.Shared.Return(keys);
        return sorted;
    }

    private static void Count(ref ClassTotals use, in GoSpan span)
    {
        use.Spans++;
        use.Slots += span.Slots;
        use.Objects += span.Objects;
        use.Bytes += span.Bytes;
        use.ObjectBytes += span.Objects * span.ObjectBytes;
    }

    private static GoSizeClassUse[] ToUses(ClassTotals[] totals)
    {
        List<GoSizeClassUse> uses = [];
        for (int i = 1; i <= totals.Length; i++)
        {
            // Class 0, whose objects are the largest, comes last.
            int sizeClass = i % totals.Length;
            var total = totals[sizeClass];
            if (total.Spans > 0)
            {
                uses.Add(new()
                {
                    SizeClass = sizeClass,
                    ObjectBytes = sizeClass == 0 ? total.ObjectBytes / Math.Max(total.Objects, 1) : GoSizeClasses.Bytes[sizeClass],
                    Spans = total.Spans,
                    Slots = total.Slots,
                    Objects = total.Objects,
                    Bytes = new(total.Bytes),
                    ObjectTotal = new(total.ObjectBytes),
                });
            }
        }

        return [.. uses];
    }

    private ulong[]? ReadList()
    {
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (!_target.TryReadSlice(_list, MostSpans, out ulong first, out int count))
            {
                return null;
            }

            ulong[] pointers = new ulong[count];
            bool isRead = _target.Memory.TryRead(first, MemoryMarshal.AsBytes(pointers.AsSpan()));
            if (isRead && _target.TryReadSlice(_list, MostSpans, out ulong again, out _) && again == first)
            {
                return pointers;
            }
        }

        return null;
    }

    private GoSpan? Parse(ReadOnlySpan<byte> bytes)
    {
        byte state = bytes[_state];
        ulong pages = bytes.U64(_pages);
        ulong address = bytes.U64(_address);
        if (state is not (1 or 2) || pages is 0 or >= MostPages || address >> AddressBits != 0)
        {
            return null;
        }

        int sizeClass = bytes[_class] >> 1;
        long size = (long)pages * PageBytes;
        long objectBytes = bytes.I64(_objectBytes);
        int slots = _hasShortCount ? bytes.U16(_slots) : (int)Math.Min(bytes.U64(_slots), int.MaxValue);
        if (state == 2 || sizeClass >= GoSizeClasses.Count || objectBytes <= 0 || objectBytes > size)
        {
            return state == 2 ? new GoSpan(address, size, GoSpanState.Manual, 0, 0, 0, 0) : null;
        }

        int objects = Math.Min(bytes.U16(_objects), slots);
        return new GoSpan(address, size, GoSpanState.InUse, (byte)sizeClass, objectBytes, slots, objects);
    }

    private record struct ClassTotals(long Spans, long Slots, long Objects, long Bytes, long ObjectBytes);
}
