using System.Runtime.InteropServices;
using Resident.Model;
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
            var classes = GoSizeClasses.Bytes;
            Span<long> all = stackalloc long[2 * GoSizeClasses.Count];
            AddUp(heapStats, size, mallocs, all[..GoSizeClasses.Count]);
            AddUp(heapStats, size, frees, all[GoSizeClasses.Count..]);
            for (int i = 0; i < GoSizeClasses.Count; i++)
            {
                int bytes = classes[i];
                long allocated = all[i];
                long freed = all[GoSizeClasses.Count + i];
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

    // Three deltas, a number for each class at the same place of each.
    private static void AddUp(ReadOnlySpan<byte> deltas, int size, int field, Span<long> sums)
    {
        int bytes = sums.Length * sizeof(long);
        var first = MemoryMarshal.Cast<byte, long>(deltas.Slice(field, bytes));
        var second = MemoryMarshal.Cast<byte, long>(deltas.Slice(size + field, bytes));
        var third = MemoryMarshal.Cast<byte, long>(deltas.Slice((2 * size) + field, bytes));
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = unchecked(first[i] + second[i] + third[i]);
        }
    }

    private static long Sum(ReadOnlySpan<byte> deltas, int size, int field) =>
        unchecked(deltas.I64(field) + deltas.I64(size + field) + deltas.I64((2 * size) + field));
}
