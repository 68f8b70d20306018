using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Objects and bytes allocated and freed since the start, from memstats.heapStats.</summary>
internal readonly ref struct GoObjectTotals
{
    /// <summary>Initializes a new instance of the <see cref="GoObjectTotals"/> struct: adds all up.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="heapStats">The bytes of heapStats.</param>
    /// <param name="caches">What the allocation caches hold back.</param>
    /// <param name="tiny">Tiny objects that the statistics know of.</param>
    /// <param name="sizes">Receives the objects of each class.</param>
    public GoObjectTotals(GoLayout layout, ReadOnlySpan<byte> heapStats, GoCacheCorrection caches, long tiny, GoSizeClassCounts sizes)
    {
        int size = layout[GoField.HeapStatsDeltaBytes];
        sizes.AddUp(heapStats, size, layout[GoField.HeapStatsDeltaSmallAllocCount], layout[GoField.HeapStatsDeltaSmallFreeCount]);
        unchecked
        {
            AllocatedBytes = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeAlloc]) + caches.Bytes;
            FreedBytes = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeFree]);
            Mallocs = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeAllocCount]) + tiny + caches.Objects + caches.TinyObjects;
            Frees = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeFreeCount]) + tiny + caches.TinyObjects;
            var classes = GoSizeClasses.Bytes;
            var allocated = sizes.Allocated;
            var freed = sizes.Freed;
            for (int i = 0; i < GoSizeClasses.Count; i++)
            {
                AllocatedBytes += allocated[i] * classes[i];
                FreedBytes += freed[i] * classes[i];
                Mallocs += allocated[i];
                Frees += freed[i];
            }
        }
    }

    /// <summary>Gets bytes of all objects ever allocated.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Gets bytes of all objects ever freed.</summary>
    public long FreedBytes { get; }

    /// <summary>Gets the number of objects ever allocated, tiny ones too.</summary>
    public long Mallocs { get; }

    /// <summary>Gets the number of objects ever freed, tiny ones too.</summary>
    public long Frees { get; }

    private static long Sum(ReadOnlySpan<byte> deltas, int size, int field) =>
        unchecked(deltas.I64(field) + deltas.I64(size + field) + deltas.I64((2 * size) + field));
}
