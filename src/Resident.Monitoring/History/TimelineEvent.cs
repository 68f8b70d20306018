namespace Resident.Monitoring.History;

/// <summary>Something that happened to the target, or to the watching of it.</summary>
/// <param name="UnixMs">When, milliseconds since 1970.</param>
/// <param name="Kind">"start", "exit", "oom", "restart", "gap", "warning" or "mark".</param>
/// <param name="Text">One sentence for a person.</param>
public sealed record TimelineEvent(long UnixMs, string Kind, string Text)
{
    /// <summary>Gets what <see cref="Text"/> says, for readers with words of their own; null where it is a person's text.</summary>
    public Wording? Words { get; init; }
}
