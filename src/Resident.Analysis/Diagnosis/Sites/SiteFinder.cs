using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Analysis.Diagnosis.Sites;

/// <summary>Sums a heap profile up by the places that a person can change.</summary>
/// <remarks>
/// The place is the innermost function that is neither the runtime's nor the standard library's. Where that is a function without
/// a receiver, called from another package of the same program, it is taken for a helper that allocates on behalf of its caller (it has nothing
/// of its own to keep the object in), and the caller is the place; what it called is told as "via".
/// </remarks>
public sealed class SiteFinder
{
    private const int MostHelpers = 3;
    private const int MostCallers = 8;
    private const int MostCallees = 8;

    private static readonly string[] Allocators =
    [
        "runtime.mallocgc", "runtime.newobject", "runtime.makeslice", "runtime.growslice", "runtime.newarray", "runtime.profilealloc",
        "runtime.rawstring", "runtime.rawbyteslice", "runtime.mProf_Malloc", "runtime.makeProfStack",
    ];

    private readonly string? _module;
    private readonly Dictionary<ulong, StackPlace?> _places = [];

    /// <summary>Initializes a new instance of the <see cref="SiteFinder"/> class.</summary>
    /// <param name="module">The main module's path, or null.</param>
    public SiteFinder(string? module)
    {
        _module = module;
    }

    /// <summary>Sums a profile up.</summary>
    public HeapSites Find(GoStackProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var sums = new Dictionary<string, Sum>(StringComparer.Ordinal);
        foreach (var sample in profile.Samples)
        {
            var (bytes, objects) = InUse(sample, profile.Period);
            if (bytes <= 0)
            {
                continue;
            }

            var frames = FramesOf(profile, sample);
            if (frames.Count == 0)
            {
                continue;
            }

            var (index, via) = PlaceOf(frames);
            if (index < 0)
            {
                continue;
            }

            string key = $"{frames[index].Function}:{frames[index].Line}";
            ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
            sum ??= new Sum(frames[index], via, [.. frames.Skip(index + 1).Take(MostCallers).Select(static frame => frame.Function)]);
            sum.AddCallees(frames.Take(index - via.Length));
            if (sample.RuntimeCallee is { } callee && !Allocators.Contains(callee, StringComparer.Ordinal))
            {
                sum.AddCallee(callee);
            }

            sum.Bytes += bytes;
            sum.Objects += objects;
        }

        return new(
            profile.TakenAt,
            [.. sums.Values.OrderByDescending(static sum => sum.Bytes).Select(static sum => sum.ToSite())]);
    }

    /// <summary>Sums counts up by stack. Places of stacks that were seen before are remembered.</summary>
    public AllocationReading FindStacks(GoAllocationProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var sums = new Dictionary<ulong, StackSum>();
        foreach (var count in profile.Counts)
        {
            ulong key = KeyOf(profile.Locations, count.Locations);
            if (!_places.TryGetValue(key, out var place))
            {
                place = PlaceOf(profile.Locations, count.Locations);
                _places[key] = place;
            }

            if (place is not null)
            {
                ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(sums, key, out _);
                sum ??= new(key, place);
                sum.Add(count, profile.Period);
            }
        }

        return new(profile.TakenAt, profile.NumGC, profile.LastGC, [.. sums.Values.Select(static sum => sum.ToStack())]);
    }

    // FNV-1a of the return addresses: they do not change while the process lives.
    private static ulong KeyOf(IReadOnlyList<GoStackLocation> locations, IReadOnlyList<int> stack)
    {
        ulong hash = 14_695_981_039_346_656_037;
        foreach (int location in stack)
        {
            hash = unchecked((hash ^ locations[location].Address) * 1_099_511_628_211);
        }

        return hash;
    }

    private StackPlace? PlaceOf(IReadOnlyList<GoStackLocation> locations, IReadOnlyList<int> stack)
    {
        List<GoFrame> frames = [.. stack.SelectMany(location => locations[location].Frames)];
        if (frames.Count == 0 || PlaceOf(frames) is not ( >= 0 and var index, _))
        {
            return null;
        }

        return new(frames[index], [.. frames.Skip(index + 1).Take(MostCallers)]);
    }

    private static (double Bytes, double Objects) InUse(GoStackSample sample, long period)
    {
        double objects = sample.Count - sample.Frees;
        double bytes = sample.Amount - sample.FreedBytes;
        if (objects <= 0 || bytes <= 0)
        {
            return (0, 0);
        }

        // An object of S bytes is sampled with the probability 1 - exp(-S / period).
        double scale = period <= 1 ? 1 : 1 / (1 - Math.Exp(-(bytes / objects) / period));
        return (bytes * scale, objects * scale);
    }

    private static List<GoFrame> FramesOf(GoStackProfile profile, GoStackSample sample)
    {
        var frames = new List<GoFrame>();
        foreach (int location in sample.Locations)
        {
            frames.AddRange(profile.Locations[location].Frames);
        }

        return frames;
    }

    private (int Index, string[] Via) PlaceOf(List<GoFrame> frames)
    {
        int place = frames.FindIndex(frame => IsOfProgram(frame.Function));
        if (place < 0)
        {
            // The runtime's own allocations, as runtime.malg for goroutines: what asked the allocator.
            return (frames.FindIndex(static frame => !Allocators.Any(name => frame.Function.StartsWith(name, StringComparison.Ordinal))), []);
        }

        var via = new List<string>();
        for (int i = 0; i < MostHelpers && place + 1 < frames.Count && IsHelper(frames[place].Function, frames[place + 1].Function); i++)
        {
            via.Insert(0, frames[place].Function);
            place++;
        }

        return (place, [.. via]);
    }

    private bool IsHelper(string function, string caller)
    {
        string package = GoPackages.PackageOf(function);
        return IsOfProgram(caller)
            && !function.AsSpan(package.Length).Contains('(')
            && !string.Equals(package, GoPackages.PackageOf(caller), StringComparison.Ordinal);
    }

    private bool IsOfProgram(string function) => !GoPackages.IsStandard(function, _module);

    private sealed class Sum
    {
        private readonly GoFrame _frame;
        private readonly string[] _via;
        private readonly string[] _callers;
        private readonly List<string> _callees = [];

        public Sum(GoFrame frame, string[] via, string[] callers)
        {
            _frame = frame;
            _via = via;
            _callers = callers;
        }

        public double Bytes { get; set; }

        public double Objects { get; set; }

        // One line may allocate through several.
        public void AddCallees(IEnumerable<GoFrame> inner)
        {
            foreach (var frame in inner.Reverse())
            {
                AddCallee(frame.Function);
            }
        }

        public void AddCallee(string function)
        {
            if (_callees.Count < MostCallees && !_callees.Contains(function, StringComparer.Ordinal))
            {
                _callees.Add(function);
            }
        }

        public AllocationSite ToSite() => new(_frame, _via, Bytes, Objects) { Callers = _callers, Callees = _callees };
    }
}
