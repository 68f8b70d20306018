namespace Resident.Store;

/// <summary>How long a recording keeps what, and how large it may grow.</summary>
public sealed record RetentionPolicy
{
    /// <summary>Gets the policy that keeps every row for ever: what <c>record -o FILE</c> does.</summary>
    public static RetentionPolicy KeepAll { get; } = new() { Tiers = [new(TimeSpan.Zero, TimeSpan.MaxValue)], MostBytes = long.MaxValue };

    /// <summary>Gets the policy of recordings that nobody asked for: every row for 3 days, 1 minute for 30 days, 10 minutes for a year,
    /// and 64 MiB at the most.</summary>
    public static RetentionPolicy Default { get; } = new();

    /// <summary>Gets the resolutions, the finest first. The first has width zero.</summary>
    public IReadOnlyList<RetentionTier> Tiers { get; init; } =
    [
        new(TimeSpan.Zero, TimeSpan.FromDays(3)),
        new(TimeSpan.FromMinutes(1), TimeSpan.FromDays(30)),
        new(TimeSpan.FromMinutes(10), TimeSpan.FromDays(366)),
    ];

    /// <summary>Gets the most bytes that the file may take; above, the oldest rows are thinned and dropped before their time.</summary>
    public long MostBytes { get; init; } = 64 * 1024 * 1024;
}
