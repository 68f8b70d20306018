namespace Resident.Sources.GoTrace.Grammar;

/// <summary>A place in a line's grammar.</summary>
/// <param name="Edges">The tokens that may come next, longer literals first.</param>
/// <param name="Committed">Whether so much was read that it cannot be a program's own text.</param>
/// <param name="Accepting">Whether the line may end here.</param>
internal sealed record TraceState(TraceEdge[] Edges, bool Committed, bool Accepting);
