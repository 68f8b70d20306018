using System.Runtime.InteropServices;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Reads a map from strings to strings, as Go up to 1.23 laid it out.</summary>
/// <remarks>Source: hmap and bmap in runtime/map.go. A bucket has eight slots: a byte each that tells whether it is taken, the keys, the values,
/// and the address of a bucket that goes on. While a map grows, slots that have not moved yet are in the old buckets.</remarks>
internal static class GoTextMap
{
    private const int HeadBytes = 32;
    private const int Slots = 8;
    private const int TextBytes = 16;
    private const int BucketBytes = Slots + (2 * Slots * TextBytes) + sizeof(ulong);
    private const byte FirstTaken = 5; // minTopHash; below are empty slots and those that moved
    private const byte SameSizeGrow = 8;
    private const int MostPowers = 8;
    private const int MostBuckets = 1024;

    /// <summary>Reads the map.</summary>
    /// <param name="memory">The program's memory.</param>
    /// <param name="address">The address of its hmap.</param>
    /// <param name="most">More entries than this are not believed.</param>
    /// <returns>The entries in no order; none where the map cannot be read or is none.</returns>
    public static List<GoTextPair> Read(IProcessMemory memory, ulong address, int most)
    {
        Span<byte> bytes = stackalloc byte[HeadBytes];
        ReadOnlySpan<byte> head = bytes;
        if (address == 0 || !memory.TryRead(address, bytes) || head.U64(0) > (ulong)most || head[9] > MostPowers)
        {
            return [];
        }

        int powers = head[9];
        bool growsInPlace = (head[8] & SameSizeGrow) != 0;
        List<GoTextPair> pairs = [];
        int buckets = 0;
        bool isRead = TryAdd(memory, head.U64(16), 1 << powers, pairs, ref buckets)
            && (head.U64(24) == 0 || TryAdd(memory, head.U64(24), growsInPlace ? 1 << powers : 1 << Math.Max(powers - 1, 0), pairs, ref buckets));
        return isRead && pairs.Count == (int)head.U64(0) ? pairs : [];
    }

    private static bool TryAdd(IProcessMemory memory, ulong first, int count, List<GoTextPair> pairs, ref int buckets)
    {
        Span<byte> bucket = stackalloc byte[BucketBytes];
        for (int i = 0; i < count && first != 0; i++)
        {
            ulong next = unchecked(first + (ulong)(i * BucketBytes));
            while (next != 0)
            {
                if (++buckets > MostBuckets || !memory.TryRead(next, bucket))
                {
                    return false;
                }

                var texts = MemoryMarshal.Cast<byte, GoText>(bucket.Slice(Slots, 2 * Slots * TextBytes));
                for (int slot = 0; slot < Slots; slot++)
                {
                    if (bucket[slot] >= FirstTaken)
                    {
                        pairs.Add(new(texts[slot], texts[Slots + slot]));
                    }
                }

                next = bucket.U64(BucketBytes - sizeof(ulong));
            }
        }

        return true;
    }
}
