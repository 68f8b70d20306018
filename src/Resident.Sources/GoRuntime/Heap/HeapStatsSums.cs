using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Three sums of memstats.heapStats, which other variables repeat.</summary>
/// <param name="InHeap">Bytes in spans with objects.</param>
/// <param name="Released">Bytes given back.</param>
/// <param name="Free">Bytes that are neither in spans nor given back.</param>
internal readonly record struct HeapStatsSums(long InHeap, long Released, long Free)
{
    private const int HeadBytes = 48; // the sums of bytes; counts of objects follow

    /// <summary>Reads them.</summary>
    /// <returns>Null where they could not be read.</returns>
    public static HeapStatsSums? Read(GoTarget target, ulong memstats)
    {
        var layout = target.Layout;
        int size = layout[GoField.HeapStatsDeltaBytes];
        ulong first = memstats + (ulong)layout[GoField.MemstatsHeapStats];
        Span<byte> bytes = stackalloc byte[3 * HeadBytes];
        ReadOnlySpan<ProcessMemoryRange> ranges =
            [new(first, HeadBytes), new(first + (ulong)size, HeadBytes), new(first + (2 * (ulong)size), HeadBytes)];
        return target.Memory.TryReadMany(ranges, bytes) ? Add(layout, bytes) : null;
    }

    private static HeapStatsSums Add(GoLayout layout, ReadOnlySpan<byte> deltas)
    {
        long committed = 0, released = 0, inHeap = 0, others = 0;
        bool hasBits = layout.Has(GoField.HeapStatsDeltaInPtrScalarBits);
        for (int i = 0; i < 3; i++)
        {
            var delta = deltas[(i * HeadBytes)..];
            unchecked
            {
                committed += delta.I64(layout[GoField.HeapStatsDeltaCommitted]);
                released += delta.I64(layout[GoField.HeapStatsDeltaReleased]);
                inHeap += delta.I64(layout[GoField.HeapStatsDeltaInHeap]);
                others += delta.I64(layout[GoField.HeapStatsDeltaInStacks]) + delta.I64(layout[GoField.HeapStatsDeltaInWorkBufs])
                    + (hasBits ? delta.I64(layout[GoField.HeapStatsDeltaInPtrScalarBits]) : 0);
            }
        }

        return new(inHeap, released, unchecked(committed - inHeap - others));
    }
}
