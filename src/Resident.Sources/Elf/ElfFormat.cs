namespace Resident.Sources.Elf;

/// <summary>Names of the numbers in ELF files. Source: System V ABI, gabi 4.1, chapters 4 and 5; processor supplements.</summary>
public static class ElfFormat
{
    /// <summary>PT_LOAD: a segment that is mapped when the program starts.</summary>
    public const uint PtLoad = 1;

    /// <summary>PF_X: the segment's pages may be executed.</summary>
    public const uint PfX = 1;

    /// <summary>PF_W: the segment's pages may be written.</summary>
    public const uint PfW = 2;

    /// <summary>PF_R: the segment's pages may be read.</summary>
    public const uint PfR = 4;

    /// <summary>SHT_SYMTAB: the full symbol table, absent from stripped files.</summary>
    public const uint ShtSymtab = 2;

    /// <summary>SHT_NOBITS: a section without bytes in the file, as .bss.</summary>
    public const uint ShtNobits = 8;

    /// <summary>SHT_DYNSYM: the symbols for dynamic linking.</summary>
    public const uint ShtDynsym = 11;

    /// <summary>SHF_COMPRESSED: the section's bytes begin with a compression header.</summary>
    public const ulong ShfCompressed = 0x800;

    /// <summary>ET_EXEC: linked at fixed addresses.</summary>
    public const ushort EtExec = 2;

    /// <summary>ET_DYN: a position-independent program or a library.</summary>
    public const ushort EtDyn = 3;

    /// <summary>EM_X86_64.</summary>
    public const ushort EmX8664 = 62;

    /// <summary>EM_AARCH64.</summary>
    public const ushort EmAarch64 = 183;

    /// <summary>STT_OBJECT: a variable.</summary>
    public const byte SttObject = 1;

    /// <summary>STT_FUNC: a function.</summary>
    public const byte SttFunc = 2;

    internal const int HeaderBytes = 64;
    internal const int SegmentBytes = 56;
    internal const int SectionBytes = 64;
    internal const int SymbolBytes = 24;
    internal const ushort PnXnum = 0xffff;
    internal const ushort ShnXindex = 0xffff;
}
