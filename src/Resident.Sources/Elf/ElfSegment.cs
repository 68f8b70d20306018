namespace Resident.Sources.Elf;

/// <summary>One program header: a range of the file and where it lies in memory.</summary>
/// <param name="Type">p_type, as <see cref="ElfFormat.PtLoad"/>.</param>
/// <param name="Flags">p_flags: a sum of PF_R, PF_W and PF_X.</param>
/// <param name="FileOffset">p_offset.</param>
/// <param name="VirtualAddress">p_vaddr, before the load bias is added.</param>
/// <param name="FileSize">p_filesz, bytes.</param>
/// <param name="MemorySize">p_memsz, bytes: what lies past <paramref name="FileSize"/> is zero at the start.</param>
public sealed record ElfSegment(uint Type, uint Flags, ulong FileOffset, ulong VirtualAddress, ulong FileSize, ulong MemorySize)
{
    /// <summary>Gets a value indicating whether the segment is mapped at the start.</summary>
    public bool IsLoad => Type == ElfFormat.PtLoad;

    /// <summary>Gets a value indicating whether the program may write to it.</summary>
    public bool IsWritable => (Flags & ElfFormat.PfW) != 0;

    /// <summary>Tells whether an address lies in the segment's memory.</summary>
    public bool Contains(ulong virtualAddress) =>
        virtualAddress >= VirtualAddress && virtualAddress - VirtualAddress < MemorySize;
}
