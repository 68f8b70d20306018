namespace Resident.Store;

/// <summary>A figure of one sample.</summary>
/// <param name="Name">The series' name, as in "process.res".</param>
/// <param name="Unit">Its unit, as in "bytes" or "us".</param>
/// <param name="IsTotal">Whether it is counted since the start of the run.</param>
/// <param name="Value">The figure, in its unit.</param>
public readonly record struct SampleFigure(string Name, string Unit, bool IsTotal, long Value);
