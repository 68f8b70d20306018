using Resident.Model;

namespace Resident.Monitoring.Prometheus;

/// <summary>What a Prometheus server kept of one target.</summary>
public sealed record PrometheusHistory
{
    /// <summary>Gets the target.</summary>
    public required PrometheusTarget Target { get; init; }

    /// <summary>Gets the samples by time; each restart begins another <see cref="Sample.Run"/>.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>Gets when the process of each run started, by the run's number; null where that is not told.</summary>
    public required IReadOnlyList<DateTimeOffset?> Starts { get; init; }

    /// <summary>Gets the time between two samples.</summary>
    public required TimeSpan Step { get; init; }

    /// <summary>Gets what is missing or doubtful.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
