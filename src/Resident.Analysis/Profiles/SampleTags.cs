namespace Resident.Analysis.Profiles;

/// <summary>The labels of a sample as a graph shows them. Samples with equal labels share one.</summary>
/// <param name="Text">All text labels, sorted and joined; or empty.</param>
/// <param name="Numbers">The values of the one numeric label that graphs show.</param>
internal sealed record SampleTags(string Text, long[] Numbers);
