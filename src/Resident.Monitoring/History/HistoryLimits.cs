namespace Resident.Monitoring.History;

/// <summary>How much history is kept in memory: every row for a while, then the extremes and the last value a bucket.</summary>
public sealed record HistoryLimits
{
    /// <summary>Gets the bounds for a live target: 3,600 rows (an hour at 1 Hz), then 10 s buckets for 3 hours, then 1 minute
    /// buckets for a week. A full series takes 163 KB.</summary>
    public static HistoryLimits Live { get; } = new();

    /// <summary>Gets the bounds for events that come in bursts, as GC cycles do: 16,384 rows, 10 s buckets for 3 hours,
    /// 1 minute for a week, 10 minutes for 60 days.</summary>
    public static HistoryLimits Events { get; } = new()
    {
        Rows = 16_384,
        Tiers =
        [
            new(TimeSpan.FromSeconds(10), 1_080),
            new(TimeSpan.FromMinutes(1), 10_080),
            new(TimeSpan.FromMinutes(10), 8_640),
        ],
    };

    /// <summary>Gets how many rows are kept as they came.</summary>
    public int Rows { get; init; } = 3_600;

    /// <summary>Gets the tiers below them, finest first.</summary>
    public IReadOnlyList<HistoryTier> Tiers { get; init; } =
    [
        new(TimeSpan.FromSeconds(10), 1_080),
        new(TimeSpan.FromMinutes(1), 10_080),
    ];
}
