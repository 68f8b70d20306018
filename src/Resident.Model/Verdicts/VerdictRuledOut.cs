namespace Resident.Model.Verdicts;

/// <summary>A cause that was looked for and not found.</summary>
/// <param name="Verdict">The cause.</param>
/// <param name="Reason">Why not.</param>
public sealed record VerdictRuledOut(string Verdict, VerdictFact Reason);
