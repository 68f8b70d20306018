using Resident.Model;

namespace Resident.Store;

/// <summary>A line of the scavenger with its place in time.</summary>
/// <param name="UnixMs">When it was written, milliseconds since 1970.</param>
/// <param name="Line">The line.</param>
public sealed record RecordedScavenge(long UnixMs, ScavengeEvent Line);
