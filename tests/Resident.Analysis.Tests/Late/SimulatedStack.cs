using Resident.Analysis.Tests.Trends;
using Resident.Model.Observations;

namespace Resident.Analysis.Tests.Late;

/// <summary>The sampled objects of one stack of a simulated program: when each dies, and what the profiler has
/// counted.</summary>
internal sealed class SimulatedStack(ulong key, string function)
{
    private const double SampleBytes = 512 * 1024;

    private readonly PriorityQueue<(double Born, double Dies), double> _living = new();
    private readonly SimulatedNoise _noise = new(unchecked(key * 7919));
    private readonly List<long> _pending = [];
    private long _allocs;
    private long _marked;
    private long _swept;
    private long _frees;
    private double _owed = double.NaN;

    public bool IsEmpty => _allocs == 0;

    /// <summary>Allocates; each object is sampled by chance, once in 512 KiB on average.</summary>
    public void Allocate(double bytes, double now, Func<double> dies, SimulatedNoise noise)
    {
        _owed = double.IsNaN(_owed) ? -Math.Log(noise.Uniform()) * SampleBytes : _owed;
        for (_owed -= bytes; _owed <= 0; _owed += -Math.Log(noise.Uniform()) * SampleBytes)
        {
            double death = dies();
            _living.Enqueue((now, death), death);
            _allocs++;
        }
    }

    /// <summary>Ends a mark: what was dead when it began will be freed by the sweep.</summary>
    public void Mark(double began)
    {
        _swept = _marked;
        _marked = _allocs;
        long dead = 0;
        while (_living.TryPeek(out var each, out double dies) && dies <= began)
        {
            _ = _living.Dequeue();
            dead += each.Born <= began ? 1 : 0;
        }

        _pending.Add(dead);
    }

    /// <summary>Ends a sweep.</summary>
    public void Sweep()
    {
        _frees += _pending.Sum();
        _pending.Clear();
    }

    /// <summary>Takes one of the living, for a store that drops one for each that comes.</summary>
    public double Chance() => _noise.Uniform();

    public StackAllocations Read() => new()
    {
        Key = key,
        Place = new(function, "main.go", (int)key, 1),
        Callers = [new("main.serve", "main.go", 90, 80)],
        Allocs = _allocs,
        MarkedAllocs = _marked,
        SweptAllocs = _swept,
        Frees = _frees,
        BytesPerSample = SampleBytes,
        HeldBytes = (_allocs - _frees) * SampleBytes,
    };
}
