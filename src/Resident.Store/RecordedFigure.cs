namespace Resident.Store;

/// <summary>A figure beside those of a sample, such as a term of its ledger.</summary>
/// <param name="Name">The series' name, as in "ledger.live".</param>
/// <param name="Unit">Its unit, as in "bytes"; "text" for <paramref name="Text"/>.</param>
/// <param name="Value">The figure, or null.</param>
/// <param name="Text">The text of a series of texts, or null.</param>
public readonly record struct RecordedFigure(string Name, string Unit, long? Value, string? Text = null);
