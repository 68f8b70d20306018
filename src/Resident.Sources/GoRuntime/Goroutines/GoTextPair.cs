namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Two strings in a Go program's memory, one behind the other.</summary>
/// <param name="Key">The first.</param>
/// <param name="Value">The second.</param>
internal readonly record struct GoTextPair(GoText Key, GoText Value);
