namespace Resident.Model.Verdicts;

/// <summary>The past that a verdict rests on beside what was seen just now.</summary>
/// <param name="Source">Where it comes from: "recording" or "prometheus".</param>
/// <param name="From">When it begins.</param>
public sealed record VerdictHistory(string Source, DateTimeOffset From);
