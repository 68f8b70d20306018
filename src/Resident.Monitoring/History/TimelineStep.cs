using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>What one step added to a timeline, as it came.</summary>
/// <param name="UnixMs">The step's time, milliseconds since 1970.</param>
/// <param name="Sample">The sample, or null where the step has cycles or events alone.</param>
/// <param name="Self">What Resident itself costs.</param>
/// <param name="Cycles">The cycles that became known.</param>
/// <param name="Scavenges">The scavenger's lines that became known.</param>
/// <param name="Events">What happened.</param>
public sealed record TimelineStep(
    long UnixMs, Sample? Sample, SelfCost Self, IReadOnlyList<GcEntry> Cycles, IReadOnlyList<ScavengeEvent> Scavenges, IReadOnlyList<TimelineEvent> Events);
