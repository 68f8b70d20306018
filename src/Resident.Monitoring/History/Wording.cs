namespace Resident.Monitoring.History;

/// <summary>What a sentence says, for readers that have words of their own: the page in Chinese.</summary>
/// <param name="Code">Which sentence, as in "gap".</param>
/// <param name="Figures">What it is filled with: names and texts or numbers in full.</param>
public sealed record Wording(string Code, params IReadOnlyList<WordingFigure> Figures);
