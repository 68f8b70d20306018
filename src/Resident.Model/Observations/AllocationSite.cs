namespace Resident.Model.Observations;

/// <summary>A place in the program, and what was allocated there and is still in use.</summary>
/// <param name="Frame">The function, file and line.</param>
/// <param name="Via">The functions that it called to allocate, outermost first; empty where it allocated itself.</param>
/// <param name="InuseBytes">Bytes in use, scaled up from the samples.</param>
/// <param name="InuseObjects">Objects in use, scaled up from the samples.</param>
public sealed record AllocationSite(GoFrame Frame, IReadOnlyList<string> Via, double InuseBytes, double InuseObjects)
{
    /// <summary>Gets the functions of the standard library and the runtime that it allocated through, outermost first,
    /// at most 8.</summary>
    public IReadOnlyList<string> Callees { get; init; } = [];

    /// <summary>Gets the functions that called it, innermost first, at most 8.</summary>
    public IReadOnlyList<string> Callers { get; init; } = [];
}
