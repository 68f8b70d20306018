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
    private ulong[] _keys = new ulong[1 << FirstBits];
    private long[] _weights = new long[1 << FirstBits];
    private long[] _divisors;

    /// <summary>The last sample that was counted, so that recursion counts once, above two flags.</summary>
    private uint[] _states = new uint[1 << FirstBits];
    private int _shift = 64 - FirstBits;
    private int _count;

    public EdgeTable(bool hasDivisors)
    {
        _hasDivisors = hasDivisors;
        _divisors = hasDivisors ? new long[1 << FirstBits] : [];
    }

    /// <summary>Gets how many places the table has; not all hold an edge.</summary>
    public int Capacity => _keys.Length;

    /// <summary>Gets the edge at a place. False where there is none.</summary>
    public bool TryGet(int slot, out EdgeTotals edge)
    {
        ulong key = _keys[slot];
        edge = key == 0 ? default : new EdgeTotals(
            (int)(key >> 32),
            (int)(uint.MaxValue & key) - 1,
            _weights[slot],
            _hasDivisors ? _divisors[slot] : 0,
            (_states[slot] & ResidualFlag) != 0,
            (_states[slot] & InlineFlag) != 0);
        return key != 0;
    }

    /// <summary>Adds a sample's weight to an edge, once for each sample.</summary>
    public void Add(int source, int target, int sample, long weight, long divisor, bool isResidual, bool isInline)
    {
        ulong key = ((ulong)(uint)source << 32) | ((uint)target + 1UL);
        int slot = SlotOf(key);
        uint state = _states[slot];
        if (_keys[slot] == 0)
        {
            if ((++_count) * 4L > _keys.Length * 3L)
            {
                Grow();
                slot = SlotOf(key);
            }

            _keys[slot] = key;
            state = InlineFlag;
        }
        else if (state >> FlagBits == (uint)sample)
        {
            return;
        }

        unchecked
        {
            _weights[slot] += weight;
            if (_hasDivisors)
            {
                _divisors[slot] += divisor;
            }
        }

        uint flags = state & (uint)(isInline ? InlineFlag | ResidualFlag : ResidualFlag);
        _states[slot] = ((uint)sample << FlagBits) | flags | (isResidual ? (uint)ResidualFlag : 0);
    }

    private int SlotOf(ulong key)
    {
        ulong[] keys = _keys;
        int slot = (int)(unchecked(key * Multiplier) >> _shift);
        while (keys[slot] != key && keys[slot] != 0)
        {
            slot = (slot + 1) & (keys.Length - 1);
        }

        return slot;
    }

    private void Grow()
    {
        var (keys, weights, divisors, states) = (_keys, _weights, _divisors, _states);
        _keys = new ulong[keys.Length * 2];
        _weights = new long[_keys.Length];
        _divisors = _hasDivisors ? new long[_keys.Length] : [];
        _states = new uint[_keys.Length];
        _shift = 64 - BitOperations.Log2((uint)_keys.Length);
        for (int i = 0; i < keys.Length; i++)
        {
            if (keys[i] != 0)
            {
                int slot = SlotOf(keys[i]);
                _keys[slot] = keys[i];
                _weights[slot] = weights[i];
                _states[slot] = states[i];
                if (_hasDivisors)
                {
                    _divisors[slot] = divisors[i];
                }
            }
        }
    }
}
