namespace Resident.Model.Profiles;

/// <summary>One disassembled instruction.</summary>
/// <param name="Address">Where it lies, as the binary states it.</param>
/// <param name="Text">The instruction as the disassembler writes it.</param>
/// <param name="Function">The function that the source line is in, or empty where the disassembler does not tell.</param>
/// <param name="File">The source file's path, or empty.</param>
/// <param name="Line">The line, or 0.</param>
public readonly record struct CodeInstruction(ulong Address, string Text, string Function, string File, long Line);
