using System.Runtime.InteropServices;
using Resident.Analysis.Diagnosis.Sites;
using Resident.Model;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis;

/// <summary>Compares two lists of goroutines by the function that they run and where they were made. Goroutines of a
/// pool that wait for something else than before are not more goroutines: a place grows by no more than the pool that
/// it belongs to.</summary>
internal sealed class GoroutineDiff
{
    private readonly string? _module;

    /// <summary>Initializes a new instance of the <see cref="GoroutineDiff"/> class.</summary>
    /// <param name="module">The main module's path, or null.</param>
    public GoroutineDiff(string? module)
    {
        _module = module;
    }

    /// <summary>Gets the places where there are more of them, the most first.</summary>
    public IEnumerable<VerdictGoroutines> Compare(GoroutineCensus first, GoroutineCensus last)
    {
        var pools = PoolsOf(last);
        foreach (var group in first.Groups.Where(static group => !group.IsSystem))
        {
            if (pools.TryGetValue(KeyOf(group), out var pool))
            {
                pool.Count -= group.Count;
                pool.TakeBefore(PlaceNameOf(group), group.Count);
            }
        }

        return pools.Values.SelectMany(static pool => pool.Grown()).OrderByDescending(static group => group.Change);
    }

    /// <summary>Gets where they wait, in the program's own code; else what they run.</summary>
    public static GoFrame? PlaceOf(GoroutineGroup group, string? module)
    {
        foreach (var frame in group.Stack)
        {
            if (!GoPackages.IsStandard(frame.Function, module))
            {
                return frame;
            }
        }

        return group.Start;
    }

    private Dictionary<(string?, string?), Pool> PoolsOf(GoroutineCensus census)
    {
        var pools = new Dictionary<(string?, string?), Pool>();
        foreach (var group in census.Groups.Where(static group => !group.IsSystem))
        {
            ref var pool = ref CollectionsMarshal.GetValueRefOrAddDefault(pools, KeyOf(group), out _);
            pool ??= new Pool();
            pool.Count += group.Count;
            pool.Add(PlaceNameOf(group), group, PlaceOf(group, _module));
        }

        return pools;
    }

    private string PlaceNameOf(GoroutineGroup group) => PlaceOf(group, _module)?.Function ?? "";

    private static (string?, string?) KeyOf(GoroutineGroup group) => (group.Start?.Function, group.CreatedBy?.Function);

    // Goroutines that run the same function and were made at the same place.
    private sealed class Pool
    {
        private readonly Dictionary<string, Place> _places = new(StringComparer.Ordinal);

        public long Count { get; set; }

        public void Add(string name, GoroutineGroup group, GoFrame? frame)
        {
            ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, name, out _);
            place ??= new Place(frame);
            place.Add(group);
        }

        public void TakeBefore(string name, long count)
        {
            if (_places.TryGetValue(name, out var place))
            {
                place.Before += count;
            }
        }

        // What one place lost and another one gained moved between them.
        public IEnumerable<VerdictGoroutines> Grown()
        {
            long left = Count;
            foreach (var place in _places.Values.OrderByDescending(static place => place.Change))
            {
                long change = Math.Min(left, place.Change);
                if (change <= 0)
                {
                    yield break;
                }

                left -= change;
                yield return place.ToGoroutines(change);
            }
        }
    }

    private sealed class Place
    {
        private readonly GoFrame? _frame;
        private GoroutineGroup? _largest;
        private long _count;

        public Place(GoFrame? frame)
        {
            _frame = frame;
        }

        public long Before { get; set; }

        public long Change => _count - Before;

        public void Add(GoroutineGroup group)
        {
            _count += group.Count;
            _largest = _largest is null || group.Count > _largest.Count ? group : _largest;
        }

        public VerdictGoroutines ToGoroutines(long change) => new()
        {
            Count = _count,
            Change = change,
            State = _largest!.State,
            WaitReason = _largest.WaitReason,
            Site = _frame,
            CreatedBy = _largest.CreatedBy,
        };
    }
}
