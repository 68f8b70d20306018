namespace Resident.EndToEnd.Tests.Why;

/// <summary>A scenario's program, or why there is none.</summary>
/// <param name="Path">The program, or null.</param>
/// <param name="WhyNot">Why it could not be built, or null.</param>
internal sealed record BuiltScenario(string? Path, string? WhyNot);
