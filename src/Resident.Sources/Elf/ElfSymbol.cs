namespace Resident.Sources.Elf;

/// <summary>One entry of a symbol table.</summary>
/// <param name="NameOffset">The name's place in the string table.</param>
/// <param name="Type">STT_*, as <see cref="ElfFormat.SttFunc"/>.</param>
/// <param name="SectionIndex">The section that it lies in; 0 where it is not defined here.</param>
/// <param name="Value">Its address, before the load bias is added.</param>
/// <param name="Size">Its size, bytes; 0 where it is not known.</param>
public readonly record struct ElfSymbol(uint NameOffset, byte Type, ushort SectionIndex, ulong Value, ulong Size);
