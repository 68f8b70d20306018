using System.Numerics;

namespace Resident.Analysis.Profiles;

/// <summary>The edges of a graph under construction: an open hash table from two node numbers to an edge's number.</summary>
internal sealed class EdgeTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;

    private ulong[] _keys = new ulong[1024];
    private int[] _numbers = new int[1024];
    private int _shift = 64 - 10;

    /// <summary>Gets how many edges there are.</summary>
    public int Count { get; private set; }

    /// <summary>Gets the edges' totals, by number.</summary>
    public EdgeTotals[] Totals { get; private set; } = new EdgeTotals[256];

    /// <summary>Gets the edge between two nodes, which it makes on first sight.</summary>
    public ref EdgeTotals Find(int source, int target)
    {
        ulong key = ((ulong)(uint)source << 32) | ((uint)target + 1UL);
        int mask = _keys.Length - 1;
        int slot = (int)(unchecked(key * Multiplier) >> _shift);
        while (_keys[slot] != key)
        {
            if (_keys[slot] == 0)
            {
                return ref Add(slot, key, source, target);
            }

            slot = (slot + 1) & mask;
        }

        return ref Totals[_numbers[slot]];
    }

    private ref EdgeTotals Add(int slot, ulong key, int source, int target)
    {
        int number = Count++;
        _keys[slot] = key;
        _numbers[slot] = number;
        if (number == Totals.Length)
        {
            var larger = Totals;
            Array.Resize(ref larger, number * 2);
            Totals = larger;
        }

        Totals[number] = new EdgeTotals { Source = source, Target = target, IsInline = true };
        if (Count * 2 > _keys.Length)
        {
            Grow();
        }

        return ref Totals[number];
    }

    private void Grow()
    {
        ulong[] oldKeys = _keys;
        int[] oldNumbers = _numbers;
        _keys = new ulong[oldKeys.Length * 2];
        _numbers = new int[_keys.Length];
        _shift = 64 - BitOperations.Log2((uint)_keys.Length);
        for (int i = 0; i < oldKeys.Length; i++)
        {
            if (oldKeys[i] != 0)
            {
                int slot = (int)(unchecked(oldKeys[i] * Multiplier) >> _shift);
                while (_keys[slot] != 0)
                {
                    slot = (slot + 1) & (_keys.Length - 1);
                }

                _keys[slot] = oldKeys[i];
                _numbers[slot] = oldNumbers[i];
            }
        }
    }
}
