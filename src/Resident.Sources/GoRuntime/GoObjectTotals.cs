using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Objects and bytes allocated and freed since the start, from memstats.heapStats.</summary>
internal readonly ref struct GoObjectTotals
{
    /// <summary>Initializes a new instance of the <see cref="GoObjectTotals"/> struct: adds all up.</summary>
    /// <param name="layout">Where the fields lie.</param>
    /// <param name="heapStats">The bytes of heapStats.</param>
    /// <param name="caches">What the allocation caches hold back.</param>
    /// <param name="tiny">Tiny objects that the statistics know of.</param>
    public GoObjectTotals(GoLayout layout, ReadOnlySpan<byte> heapStats, GoCacheCorrection caches, long tiny)
    {
        int size = layout[GoField.HeapStatsDeltaBytes];
        var bySize = new GoSizeClassCount[GoSizeClasses.CountInMemStats];
        int mallocs = layout[GoField.HeapStatsDeltaSmallAllocCount];
        int frees = layout[GoField.HeapStatsDeltaSmallFreeCount];
        unchecked
        {
            AllocatedBytes = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeAlloc]) + caches.Bytes;
            FreedBytes = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeFree]);
            Mallocs = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeAllocCount]) + tiny + caches.Objects + caches.TinyObjects;
            Frees = Sum(heapStats, size, layout[GoField.HeapStatsDeltaLargeFreeCount]) + tiny + caches.TinyObjects;
            for (int i = 0; i < GoSizeClasses.Count; i++)
            {
                int bytes = GoSizeClasses.Bytes[i];
                long allocated = Sum(heapStats, size, mallocs + (8 * i));
                long freed = Sum(heapStats, size, frees + (8 * i));
                AllocatedBytes += allocated * bytes;
                FreedBytes += freed * bytes;
                Mallocs += allocated;
                Frees += freed;
                if (i < bySize.Length)
                {
                    bySize[i] = new(bytes, allocated, freed);
                }
            }
        }

        BySize = bySize;
    }

    /// <summary>Gets bytes of all objects ever allocated.</summary>
    public long AllocatedBytes { get; }

    /// <summary>Gets bytes of all objects ever freed.</summary>
    public long FreedBytes { get; }

    /// <summary>Gets the number of objects ever allocated, tiny ones too.</summary>
    public long Mallocs { get; }

    /// <summary>Gets the number of objects ever freed, tiny ones too.</summary>
    public long Frees { get; }

    /// <summary>Gets the objects of each class.</summary>
    public GoSizeClassCount[] BySize { get; }

    private static long Sum(ReadOnlySpan<byte> deltas, int size, int field) =>
        unchecked(deltas.I64(field) + deltas.I64(size + field) + deltas.I64((2 * size) + field));
}
