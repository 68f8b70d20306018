namespace Resident.Monitoring.History;

/// <summary>Takes what a timeline takes. Must not wait: sampling does.</summary>
public interface ITimelineSink
{
    /// <summary>Takes a step.</summary>
    void Take(TimelineStep taken);

    /// <summary>Takes what is watched, when that changed.</summary>
    /// <param name="unixMs">When, milliseconds since 1970.</param>
    /// <param name="target">What is watched now.</param>
    /// <param name="events">What happened.</param>
    void ChangeTarget(long unixMs, TargetDescription target, IReadOnlyList<TimelineEvent> events);
}
