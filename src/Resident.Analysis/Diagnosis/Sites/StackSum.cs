using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Analysis.Diagnosis.Sites;

/// <summary>Adds up the counts of one stack over all sizes.</summary>
internal sealed class StackSum
{
    private readonly ulong _key;
    private readonly StackPlace _place;
    private long _allocs;
    private long _marked;
    private long _swept;
    private long _frees;
    private double _allocatedBytes;
    private double _heldBytes;

    public StackSum(ulong key, StackPlace place)
    {
        _key = key;
        _place = place;
    }

    public void Add(GoAllocationCount count, long period)
    {
        // An object of S bytes is sampled with the probability 1 - exp(-S / period).
        double each = period <= 1 ? count.ObjectBytes : count.ObjectBytes / (1 - Math.Exp(-count.ObjectBytes / period));
        _allocs += count.Allocs;
        _marked += count.MarkedAllocs;
        _swept += count.SweptAllocs;
        _frees += count.Frees;
        _allocatedBytes += count.Allocs * each;
        _heldBytes += Math.Max(0, count.Allocs - count.Frees) * each;
    }

    public StackAllocations ToStack() => new()
    {
        Key = _key,
        Place = _place.Frame,
        Callers = _place.Callers,
        Allocs = _allocs,
        MarkedAllocs = _marked,
        SweptAllocs = _swept,
        Frees = _frees,
        BytesPerSample = _allocs > 0 ? _allocatedBytes / _allocs : 0,
        HeldBytes = _heldBytes,
    };
}
