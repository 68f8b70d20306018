namespace Resident.Sources.Elf;

/// <summary>One section header.</summary>
/// <param name="Index">Its place in the table; the first is 0.</param>
/// <param name="Name">Its name, or "" where the name lies outside the string table.</param>
/// <param name="Type">sh_type, as <see cref="ElfFormat.ShtSymtab"/>.</param>
/// <param name="Flags">sh_flags.</param>
/// <param name="VirtualAddress">sh_addr, before the load bias is added; 0 where it is not mapped.</param>
/// <param name="FileOffset">sh_offset.</param>
/// <param name="Size">sh_size, bytes: those in the file, unless the type is NOBITS.</param>
/// <param name="Link">sh_link: for a symbol table the index of its string table.</param>
public sealed record ElfSection(
    int Index, string Name, uint Type, ulong Flags, ulong VirtualAddress, ulong FileOffset, ulong Size, uint Link)
{
    /// <summary>Tells whether an address lies in the section.</summary>
    public bool Contains(ulong virtualAddress) => virtualAddress >= VirtualAddress && virtualAddress - VirtualAddress < Size;
}
