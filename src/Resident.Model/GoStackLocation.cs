namespace Resident.Model;

/// <summary>One call instruction on a stack, with the functions that were inlined there.</summary>
/// <param name="Address">The instruction's address in the process.</param>
/// <param name="Frames">The functions, the innermost first; empty where no table tells.</param>
public sealed record GoStackLocation(ulong Address, IReadOnlyList<GoFrame> Frames);
