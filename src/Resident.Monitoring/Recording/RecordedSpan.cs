namespace Resident.Monitoring.Recording;

/// <summary>A stretch of time.</summary>
/// <param name="FromUnixMs">The first millisecond since 1970.</param>
/// <param name="ToUnixMs">The last millisecond.</param>
public sealed record RecordedSpan(long FromUnixMs, long ToUnixMs)
{
    /// <summary>Gets all time.</summary>
    public static RecordedSpan All { get; } = new(long.MinValue, long.MaxValue);

    /// <summary>Tells whether a time lies in it.</summary>
    public bool Holds(DateTimeOffset time) => time.ToUnixTimeMilliseconds() is var ms && ms >= FromUnixMs && ms <= ToUnixMs;
}
