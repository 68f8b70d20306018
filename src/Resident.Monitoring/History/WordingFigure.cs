namespace Resident.Monitoring.History;

/// <summary>A figure of a sentence.</summary>
/// <param name="Name">Its place, as in "seconds".</param>
/// <param name="Number">Its value, or null for a text.</param>
/// <param name="Text">The text, or null for a number.</param>
public sealed record WordingFigure(string Name, double? Number, string? Text = null);
