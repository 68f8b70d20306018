using System.Numerics;

namespace Resident.Analysis.Profiles;

/// <summary>The edges of a graph under construction: an open hash table from two node numbers to what was added up, a column an array.</summary>
internal sealed class EdgeTable
{
    private const ulong Multiplier = 0x9E3779B97F4A7C15;
    private const int FirstBits = 10;
    private const int InlineFlag = 1;
    private const int ResidualFlag = 2;
    private const int FlagBits = 2;

    private readonly bool _hasDivisors;
    private EdgeSlot[] _slots = new EdgeSlot[1 << FirstBits];
    private long[] _divisors;
    private int _shift = 64 - FirstBits;
    private int _count;

    public EdgeTable(bool hasDivisors)
    {
        _hasDivisors = hasDivisors;
        _divisors = hasDivisors ? new long[1 << FirstBits] : [];
    }

    /// <summary>Gets how many places the table has; not all hold an edge.</summary>
    public int Capacity => _slots.Length;

    /// <summary>Gets the edge at a place. False where there is none.</summary>
    public bool TryGet(int slot, out EdgeTotals edge)
    {
        var found = _slots[slot];
        edge = found.Key == 0 ? default : new EdgeTotals(
            (int)(found.Key >> 32),
            (int)(uint.MaxValue & found.Key) - 1,
            found.Weight,
            _hasDivisors ? _divisors[slot] : 0,
            (found.State & ResidualFlag) != 0,
            (found.State & InlineFlag) != 0);
        return found.Key != 0;
    }

    /// <summary>Adds a sample's weight to an edge, once for each sample.</summary>
    public void Add(int source, int target, int sample, long weight, long divisor, bool isResidual, bool isInline)
    {
        ulong key = ((ulong)(uint)source << 32) | ((uint)target + 1UL);
        int slot = SlotOf(key);
        if (_slots[slot].Key == 0)
        {
            if ((++_count) * 4L > _slots.Length * 3L)
            {
                Grow();
                slot = SlotOf(key);
            }

            _slots[slot].Key = key;
            _slots[slot].State = InlineFlag;
        }

        ref var edge = ref _slots[slot];
        if (edge.State >> FlagBits == (uint)sample)
        {
            return;
        }

        unchecked
        {
            edge.Weight += weight;
            if (_hasDivisors)
            {
                _divisors[slot] += divisor;
            }
        }

        uint flags = edge.State & (uint)(isInline ? InlineFlag | ResidualFlag : ResidualFlag);
        edge.State = ((uint)sample << FlagBits) | flags | (isResidual ? (uint)ResidualFlag : 0);
    }

    private int SlotOf(ulong key)
    {
        var slots = _slots;
        int slot = (int)(unchecked(key * Multiplier) >> _shift);
        while (slots[slot].Key != key && slots[slot].Key != 0)
        {
            slot = (slot + 1) & (slots.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var (slots, divisors) = (_slots, _divisors);
        _slots = new EdgeSlot[slots.Length * 2];
        _divisors = _hasDivisors ? new long[_slots.Length] : [];
        _shift = 64 - BitOperations.Log2((uint)_slots.Length);
        for (int i = 0; i < slots.Length; i++)
        {
            if (slots[i].Key != 0)
            {
                int slot = SlotOf(slots[i].Key);
                _slots[slot] = slots[i];
                if (_hasDivisors)
                {
                    _divisors[slot] = divisors[i];
                }
            }
        }
    }
}
