using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>What one step added to a timeline.</summary>
public sealed record TimelineTick
{
    /// <summary>Gets the step's number, from 1, without gaps.</summary>
    public required long Sequence { get; init; }

    /// <summary>Gets the step's time, milliseconds since 1970.</summary>
    public required long UnixMs { get; init; }

    /// <summary>Gets one value a sampled series (the first <see cref="ITimeline.LevelCount"/> of the catalogue), NaN for none;
    /// null when the step carries cycles or events alone.</summary>
    public IReadOnlyList<double>? Values { get; init; }

    /// <summary>Gets the cycles that became known.</summary>
    public IReadOnlyList<GcEntry> GcCycles { get; init; } = [];

    /// <summary>Gets the scavenger's lines that became known.</summary>
    public IReadOnlyList<ScavengeEvent> Scavenges { get; init; } = [];

    /// <summary>Gets what happened.</summary>
    public IReadOnlyList<TimelineEvent> Events { get; init; } = [];

    /// <summary>Gets a value indicating whether <see cref="ITimeline.Target"/> is another one than at the step before.</summary>
    public bool TargetChanged { get; init; }
}
