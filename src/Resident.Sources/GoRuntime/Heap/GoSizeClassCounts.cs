using System.Numerics;
using System.Runtime.InteropServices;
using Resident.Model;

namespace Resident.Sources.GoRuntime.Heap;

/// <summary>Objects of each size class ever allocated and freed. The list of them is made anew only when one has changed.</summary>
/// <remarks>Not safe for two threads at once.</remarks>
internal sealed class GoSizeClassCounts
{
    private readonly long[] _counts = new long[2 * GoSizeClasses.Count];
    private readonly long[] _listed = new long[2 * GoSizeClasses.Count];

    /// <summary>Gets the allocated objects of each class.</summary>
    public ReadOnlySpan<long> Allocated => _counts.AsSpan(0, GoSizeClasses.Count);

    /// <summary>Gets the freed objects of each class.</summary>
    public ReadOnlySpan<long> Freed => _counts.AsSpan(GoSizeClasses.Count);

    /// <summary>Gets the classes that runtime.MemStats.BySize tells of.</summary>
    public IReadOnlyList<GoSizeClassCount> List
    {
        get
        {
            if (field is null || !_counts.AsSpan().SequenceEqual(_listed))
            {
                _counts.CopyTo(_listed, 0);
                var list = new GoSizeClassCount[GoSizeClasses.CountInMemStats];
                for (int i = 0; i < list.Length; i++)
                {
                    list[i] = new(GoSizeClasses.Bytes[i], _counts[i], _counts[GoSizeClasses.Count + i]);
                }

                field = list;
            }

            return field;
        }
    }

    /// <summary>Adds up three deltas, which hold a number for each class at the same place of each.</summary>
    /// <param name="deltas">The bytes of all three.</param>
    /// <param name="size">The bytes of one.</param>
    /// <param name="allocated">Where the numbers of allocated objects lie in each.</param>
    /// <param name="freed">Where those of freed ones lie.</param>
    public void AddUp(ReadOnlySpan<byte> deltas, int size, int allocated, int freed)
    {
        AddUp(deltas, size, allocated, _counts.AsSpan(0, GoSizeClasses.Count));
        AddUp(deltas, size, freed, _counts.AsSpan(GoSizeClasses.Count));
    }

    private static void AddUp(ReadOnlySpan<byte> deltas, int size, int field, Span<long> sums)
    {
        int bytes = sums.Length * sizeof(long);
        var first = MemoryMarshal.Cast<byte, long>(deltas.Slice(field, bytes));
        var second = MemoryMarshal.Cast<byte, long>(deltas.Slice(size + field, bytes));
        var third = MemoryMarshal.Cast<byte, long>(deltas.Slice((2 * size) + field, bytes));
        int i = 0;
        for (; i <= sums.Length - Vector<long>.Count; i += Vector<long>.Count)
        {
            (new Vector<long>(first[i..]) + new Vector<long>(second[i..]) + new Vector<long>(third[i..])).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = unchecked(first[i] + second[i] + third[i]);
        }
    }
}
