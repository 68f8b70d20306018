using Resident.Model;

namespace Resident.Analysis.Diagnosis.Sites;

/// <summary>Where in the program a stack allocates.</summary>
/// <param name="Frame">The place that a person can change.</param>
/// <param name="Callers">Where it was called from, innermost first.</param>
internal sealed record StackPlace(GoFrame Frame, GoFrame[] Callers);
