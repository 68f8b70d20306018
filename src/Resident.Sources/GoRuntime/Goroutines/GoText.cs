namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>A string in a Go program's memory, as it lies there.</summary>
/// <param name="Address">Where its bytes are.</param>
/// <param name="Length">How many.</param>
internal readonly record struct GoText(ulong Address, ulong Length);
