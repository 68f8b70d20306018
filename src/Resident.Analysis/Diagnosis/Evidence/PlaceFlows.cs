using Resident.Model.Observations;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Sums the heap profiler's counts up by stack, by way of calls and by place: what leaks may show in one of
/// them only.</summary>
internal static class PlaceFlows
{
    /// <summary>The end of the period that counts as late, as a share of it.</summary>
    public const double LateShare = 1.0 / 3;

    // A background sweep of a large heap takes well below a second; then the frees of the last cycle are counted.
    private const double SweepSeconds = 1.5;

    /// <summary>Sums up.</summary>
    /// <param name="readings">The readings by time; two or more.</param>
    public static (List<PlaceFlow> Stacks, List<PlaceFlow> Ways, List<PlaceFlow> Places) Sum(IReadOnlyList<AllocationReading> readings)
    {
        var (first, last) = (readings[0], readings[^1]);
        var late = Late(readings);
        var isSwept = (IsSwept(first), IsSwept(last));
        var before = ByKey(first);
        var atLate = ByKey(late);
        var stacks = new List<PlaceFlow>();
        var ways = new Dictionary<string, PlaceFlow>(StringComparer.Ordinal);
        var places = new Dictionary<string, PlaceFlow>(StringComparer.Ordinal);
        foreach (var stack in last.Stacks)
        {
            var (from, then) = (before.GetValueOrDefault(stack.Key), atLate.GetValueOrDefault(stack.Key));
            var flow = new PlaceFlow(stack.Place, stack.Callers);
            flow.Add(from, then, stack, isSwept);
            stacks.Add(flow);
            Of(ways, $"{stack.Place.Function}<{string.Join('<', stack.Callers.Select(static frame => frame.Function))}", stack).Add(from, then, stack, isSwept);
            Of(places, $"{stack.Place.Function}:{stack.Place.Line}", stack).Add(from, then, stack, isSwept);
        }

        return (stacks, [.. ways.Values], [.. places.Values]);
    }

    private static bool IsSwept(AllocationReading reading) => reading.LastGC is { } ended && (reading.TakenAt - ended).TotalSeconds >= SweepSeconds;

    private static PlaceFlow Of(Dictionary<string, PlaceFlow> flows, string key, StackAllocations stack)
    {
        if (!flows.TryGetValue(key, out var flow))
        {
            flow = new(stack.Place, stack.Callers);
            flows.Add(key, flow);
        }

        return flow;
    }

    private static AllocationReading Late(IReadOnlyList<AllocationReading> readings)
    {
        double whole = (readings[^1].TakenAt - readings[0].TakenAt).TotalSeconds;
        var late = readings[0];
        foreach (var reading in readings)
        {
            bool isBefore = (readings[^1].TakenAt - reading.TakenAt).TotalSeconds >= (LateShare * whole) - 1e-6;
            late = isBefore ? reading : late;
        }

        return late;
    }

    private static Dictionary<ulong, StackAllocations> ByKey(AllocationReading reading)
    {
        var stacks = new Dictionary<ulong, StackAllocations>(reading.Stacks.Count);
        foreach (var stack in reading.Stacks)
        {
            stacks[stack.Key] = stack;
        }

        return stacks;
    }
}
