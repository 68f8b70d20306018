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
    private const int MostSpans = 1 << 26;
    private const int MostAttempts = 5;
    private const long PageBytes = 8192;
    private const ulong MostPages = 1UL << 30;
    private const int SpanBytes = 120;

    private readonly GoTarget _target;
    private readonly GoLayout _layout;
    private readonly ulong _list;

    /// <summary>Initializes a new instance of the <see cref="GoSpanReader"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="globals">Where its variables lie.</param>
    public GoSpanReader(GoTarget target, GoGlobals globals)
    {
        _target = target;
        _layout = target.Layout;
        _list = globals.Mheap + (ulong)_layout[GoField.MheapAllspans];
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

        spans.Sort(static (left, right) => left.Address.CompareTo(right.Address));
        return new()
        {
            TakenAt = time,
            Spans = spans,
            SizeClasses = ToUses(uses),
            InUse = new(uses.Sum(static use => use.Bytes)),
            Manual = new(manual),
        };
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
        byte state = bytes[_layout[GoField.MspanState]];
        ulong pages = bytes.U64(_layout[GoField.MspanNpages]);
        if (state is not (1 or 2) || pages is 0 or >= MostPages)
        {
            return null;
        }

        int sizeClass = bytes[_layout[GoField.MspanSpanclass]] >> 1;
        long size = (long)pages * PageBytes;
        long objectBytes = bytes.I64(_layout[GoField.MspanElemsize]);
        int slots = _layout.Minor >= 22
            ? bytes.U16(_layout[GoField.MspanNelems])
            : (int)Math.Min(bytes.U64(_layout[GoField.MspanNelems]), int.MaxValue);
        if (state == 2 || sizeClass >= GoSizeClasses.Count || objectBytes <= 0 || objectBytes > size)
        {
            return state == 2 ? new GoSpan(bytes.U64(_layout[GoField.MspanStartAddr]), size, GoSpanState.Manual, 0, 0, 0, 0) : null;
        }

        int objects = Math.Min(bytes.U16(_layout[GoField.MspanAllocCount]), slots);
        return new GoSpan(
            bytes.U64(_layout[GoField.MspanStartAddr]), size, GoSpanState.InUse, (byte)sizeClass, objectBytes, slots, objects);
    }

    private record struct ClassTotals(long Spans, long Slots, long Objects, long Bytes, long ObjectBytes);
}
