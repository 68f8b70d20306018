namespace Resident.Model;

/// <summary>All goroutines of a process, in groups.</summary>
public sealed record GoroutineCensus
{
    /// <summary>Gets when they were read. Reading takes milliseconds, in which goroutines come and go.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the groups, the largest first.</summary>
    public required IReadOnlyList<GoroutineGroup> Groups { get; init; }

    /// <summary>Gets the structures of goroutines that have ended: the runtime keeps them for the next ones and never frees them.</summary>
    public long Dead { get; init; }

    /// <summary>Gets the goroutines that are not the runtime's own: runtime.NumGoroutine.</summary>
    public long Count
    {
        get
        {
            long count = 0;
            foreach (var group in Groups)
            {
                count += group.IsSystem ? 0 : group.Count;
            }

            return count;
        }
    }
}
