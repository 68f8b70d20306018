using Resident.Model;

namespace Resident.Analysis.Accounting;

/// <summary>What the last mark of the collector reached.</summary>
public static class LiveHeap
{
    /// <summary>Gets it in bytes. A source that does not tell it tells the goal, which is (1 + GOGC/100) times what was marked, stacks left
    /// out; GOGC is 100 where that is not known either.</summary>
    /// <param name="go">What the runtime says.</param>
    /// <returns>Null before the first cycle, and where neither is known.</returns>
    public static long? Of(GoMemory go)
    {
        ArgumentNullException.ThrowIfNull(go);
        return go switch
        {
            { NumGC: <= 0 } => null,
            { HeapMarked: { } marked } => marked.Bytes,
            _ when GoalOf(go) is { } goal => FromGoal(goal, go),
            _ => null,
        };
    }

    /// <summary>Tells whether what is live follows from the goal with a GOGC that is not told, and so taken as
    /// 100.</summary>
    public static bool IsOfAssumedGogc(GoMemory go)
    {
        ArgumentNullException.ThrowIfNull(go);
        return go is { HeapMarked: null, Gogc: null } && GoalOf(go) is not null;
    }

    /// <summary>Gets the heap's goal in bytes.</summary>
    /// <param name="go">What the runtime says.</param>
    /// <returns>Null where it is not known, or there is none: with GOGC=off the runtime says an absurd one.</returns>
    public static long? GoalOf(GoMemory go)
    {
        ArgumentNullException.ThrowIfNull(go);
        return go.NextGC is { Bytes: < long.MaxValue / 4 } goal ? goal.Bytes : null;
    }

    // goal = marked + (marked + stacks) * GOGC / 100. Source: gcControllerState.commit in runtime/mgcpacer.go, since Go
    // 1.18.
    private static long FromGoal(long goal, GoMemory go)
    {
        double room = (go.Gogc is > 0 and { } gogc ? gogc : 100) / 100.0;
        double live = (goal - (room * (go.StackInuse?.Bytes ?? 0))) / (1 + room);
        return (long)Math.Clamp(live, 0, Math.Max(0, go.HeapAlloc?.Bytes ?? goal));
    }
}
