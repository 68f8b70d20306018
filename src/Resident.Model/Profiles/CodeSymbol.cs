namespace Resident.Model.Profiles;

/// <summary>A function as it lies in a binary.</summary>
/// <param name="Name">Its name as the linker knows it.</param>
/// <param name="Start">The address of its first instruction, as the binary states it: no load bias is in it.</param>
/// <param name="End">The address of its last byte.</param>
public readonly record struct CodeSymbol(string Name, ulong Start, ulong End);
