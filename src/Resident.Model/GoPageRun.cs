namespace Resident.Model;

/// <summary>Neighbouring pages of the Go heap that are alike.</summary>
/// <param name="Pages">How many.</param>
/// <param name="Kind">What they are.</param>
/// <param name="Fullness">How full their span is, in percent; 0 for pages without objects.</param>
/// <param name="Resident">The percentage of each that is in RAM; 0 where the kernel does not tell.</param>
public readonly record struct GoPageRun(int Pages, GoPageKind Kind, byte Fullness, byte Resident);
