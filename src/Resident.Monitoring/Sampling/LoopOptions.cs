namespace Resident.Monitoring.Sampling;

/// <summary>How a sampling loop runs.</summary>
public sealed record LoopOptions
{
    /// <summary>Gets the time between samples. Default one second.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Gets how long to run, or null for no end.</summary>
    public TimeSpan? Duration { get; init; }

    /// <summary>Gets how many samples to take, or null for no end.</summary>
    public long? Count { get; init; }
}
