using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Analysis.Diagnosis.Remedies;

/// <summary>What an observation says of stacks: where the heap's growth was allocated, what the new goroutines
/// run.</summary>
internal sealed class RemedyFacts
{
    private const long LeastGoroutines = 5;
    private const double LeastFinalizers = 200;

    // A special record of a finalizer is 48 bytes, a cleanup's 32 to 40. What else is in OtherSys is rounded to larger
    // chunks. Source: specialfinalizer and specialCleanup in Go's runtime/mheap.go.
    private const double LeastBytesAFinalizer = 24;
    private const double MostBytesAFinalizer = 128;

    // runtime.mcache, of which each processor has one: the same from Go 1.19 to 1.27. Source: runtime/mcache.go.
    private const double BytesPerProcessor = 1200;
    private const double MinProcessors = 8;
    private const double MinProcessorsPerCpu = 4;

    private readonly CaseFile _file;
    private readonly List<(AllocationSite Site, double Bytes, double Objects)> _grown;
    private readonly double _bytes;

    public RemedyFacts(CaseFile file)
    {
        _file = file;
        _grown = Grown(file.Observation.HeapProfiles);
        _bytes = _grown.Sum(static each => each.Bytes);
    }

    /// <summary>Gets the share of the heap's growth that was allocated through one of some functions, 0 to 1.</summary>
    public double ShareOfHeap(IReadOnlyList<string> functions) =>
        _bytes <= 0 ? 0 : _grown.Where(each => IsOn(each.Site, functions)).Sum(static each => each.Bytes) / _bytes;

    /// <summary>Gets the share of the new goroutines that run a function, 0 to 1; 0 where fewer than five are
    /// new.</summary>
    public double ShareOfGoroutines(string function)
    {
        if (_file.Observation.Goroutines is not [var first, .., var last])
        {
            return 0;
        }

        long all = Count(last, static _ => true) - Count(first, static _ => true);
        long some = Count(last, group => Runs(group, function)) - Count(first, group => Runs(group, function));
        return some < LeastGoroutines || all <= 0 ? 0 : (double)some / all;
    }

    /// <summary>Tells whether the runtime made about one record of a finalizer or cleanup for each object of the place
    /// that grew most.</summary>
    public bool HasAFinalizerAnObject()
    {
        double records = _file.ChangeOf("other-sys");
        double objects = _grown.Count == 0 ? 0 : _grown.MaxBy(static each => each.Bytes).Objects;
        return objects >= LeastFinalizers && records >= LeastBytesAFinalizer * objects && records <= MostBytesAFinalizer * objects;
    }

    /// <summary>Tells whether the runtime has far more processors (GOMAXPROCS) than the process may use CPUs: each has
    /// spans, buffers and a GC worker of its own.</summary>
    public bool HasFarMoreProcessorsThanCpus() =>
        Processors >= MinProcessors && _file.Observation.Target.Cpus is { } cpus && Processors >= MinProcessorsPerCpu * cpus;

    private double Processors => Math.Round((_file.LastGo?.MCacheInuse?.Bytes ?? 0) / BytesPerProcessor);

    private static bool IsOn(AllocationSite site, IReadOnlyList<string> functions) =>
        Matches(site.Frame.Function, functions) || site.Callees.Any(name => Matches(name, functions)) || site.Via.Any(name => Matches(name, functions))
        || site.Callers.Any(name => Matches(name, functions));

    private static bool Runs(GoroutineGroup group, string function) =>
        (group.Start is { } start && Matches(start.Function, [function])) || group.Stack.Any(frame => Matches(frame.Function, [function]));

    private static bool Matches(string name, IReadOnlyList<string> functions) => functions.Any(
        function => function[^1] is '.' or ')' ? name.StartsWith(function, StringComparison.Ordinal) : string.Equals(name, function, StringComparison.Ordinal));

    private static long Count(GoroutineCensus census, Func<GoroutineGroup, bool> isCounted) =>
        census.Groups.Where(group => !group.IsSystem && isCounted(group)).Sum(static group => group.Count);

    // With one profile alone, all that is in use.
    private static List<(AllocationSite Site, double Bytes, double Objects)> Grown(IReadOnlyList<HeapSites> profiles)
    {
        if (profiles.Count == 0)
        {
            return [];
        }

        var before = new Dictionary<(string, int), AllocationSite>();
        foreach (var site in profiles.Count > 1 ? profiles[0].Sites : [])
        {
            before[(site.Frame.Function, site.Frame.Line)] = site;
        }

        var grown = new List<(AllocationSite Site, double Bytes, double Objects)>();
        foreach (var site in profiles[^1].Sites)
        {
            var old = before.GetValueOrDefault((site.Frame.Function, site.Frame.Line));
            double bytes = site.InuseBytes - (old?.InuseBytes ?? 0);
            if (bytes > 0)
            {
                grown.Add((site, bytes, site.InuseObjects - (old?.InuseObjects ?? 0)));
            }
        }

        return grown;
    }
}
