namespace Resident.Store;

/// <summary>Something that happened, or a person's mark.</summary>
/// <param name="UnixMs">When, milliseconds since 1970.</param>
/// <param name="Kind">"start", "exit", "oom", "restart", "gap", "clock", "warning", "profile", "verdict" or "mark".</param>
/// <param name="Text">One sentence for a person.</param>
public sealed record RecordedEvent(long UnixMs, string Kind, string Text);
