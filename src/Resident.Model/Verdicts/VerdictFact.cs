namespace Resident.Model.Verdicts;

/// <summary>Something that was found, without its words: the words are in Reporting, in each language.</summary>
/// <param name="Id">Which sentence says it, as in "live-rises".</param>
/// <param name="Figures">What the sentence is filled with.</param>
public sealed record VerdictFact(string Id, params IReadOnlyList<VerdictFigure> Figures);
