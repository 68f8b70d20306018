namespace Resident.Sources.GoTrace.Grammar;

/// <summary>One token that may come next, and the state after it.</summary>
/// <param name="Token">The token's shape.</param>
/// <param name="Text">A literal's bytes; empty for other shapes.</param>
/// <param name="Field">Where the number goes: this token's own, or for a literal the one before it.</param>
/// <param name="Next">The state after the token.</param>
internal sealed record TraceEdge(TraceToken Token, byte[] Text, TraceField Field, int Next);
