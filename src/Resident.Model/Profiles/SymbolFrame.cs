namespace Resident.Model.Profiles;

/// <summary>What a binary tells about an address: one call, as the source has it.</summary>
/// <param name="Function">The function's name as the linker knows it, or empty.</param>
/// <param name="File">The source file's path, or empty.</param>
/// <param name="Line">The line in the file, or 0.</param>
public readonly record struct SymbolFrame(string Function, string File, long Line);
