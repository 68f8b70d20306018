namespace Resident.Sources.GoTrace.Torn;

/// <summary>Where a line stands among the bytes of a search.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="From">The first byte behind the beginning of the trace, if it begins here; else the first.</param>
/// <param name="End">Where it ends, behind its newline.</param>
internal readonly record struct TornLineBounds(int Start, int From, int End);
