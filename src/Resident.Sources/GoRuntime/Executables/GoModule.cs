using System.Collections.Immutable;
using System.Runtime.InteropServices;
using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Where the linker put things: the runtime's moduledata, with the process's addresses.</summary>
/// <remarks>Source: runtime/symtab.go. The first 256 bytes lie alike in Go 1.16 to 1.27.</remarks>
internal sealed record GoModule
{
    /// <summary>Bytes of moduledata that lie alike in all releases.</summary>
    public const int CommonBytes = 256;

    /// <summary>Gets the structure's own address.</summary>
    public required ulong Address { get; init; }

    /// <summary>Gets the address of the table of functions and lines.</summary>
    public required ulong PcHeader { get; init; }

    /// <summary>Gets where the code begins. Not the first segment's start: C code may lie before it.</summary>
    public required ulong Text { get; init; }

    /// <summary>Gets where the code ends.</summary>
    public required ulong EndOfText { get; init; }

    /// <summary>Gets the parts of memory with global variables: noptrdata, data, bss, noptrbss.</summary>
    public required ImmutableArray<(ulong Start, ulong End)> Globals { get; init; }

    /// <summary>Tells whether an address is one of Go's instructions.</summary>
    public bool ContainsCode(ulong address) => address >= Text && address < EndOfText;

    /// <summary>Tells whether an address is in the parts with global variables.</summary>
    public bool ContainsGlobal(ulong address)
    {
        foreach (var (start, end) in Globals)
        {
            if (address >= start && address < end)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads the structure.</summary>
    /// <param name="address">Its address.</param>
    /// <param name="bytes">Its first <see cref="CommonBytes"/> bytes.</param>
    /// <param name="pcHeader">The address that its first field has to hold.</param>
    /// <param name="functions">How many functions the table states.</param>
    /// <returns>The module, or null where the bytes are not one.</returns>
    public static GoModule? Parse(ulong address, ReadOnlySpan<byte> bytes, ulong pcHeader, ulong functions)
    {
        const int FunctionTableLength = 136;
        const int MinPc = 160;
        const int NoPointerData = 192;
        ulong text = bytes.U64(MinPc + 16);
        ulong endOfText = bytes.U64(MinPc + 24);
        ulong entries = bytes.U64(FunctionTableLength);
        if (bytes.U64(0) != pcHeader || bytes.U64(MinPc) < text || bytes.U64(MinPc + 8) > endOfText || text >= endOfText
            || entries < functions || entries - functions > 2)
        {
            return null;
        }

        var globals = new (ulong Start, ulong End)[4];
        for (int i = 0; i < globals.Length; i++)
        {
            const ulong MostGlobalBytes = 1UL << 34;
            globals[i] = (bytes.U64(NoPointerData + (16 * i)), bytes.U64(NoPointerData + (16 * i) + 8));
            if (globals[i].End < globals[i].Start || globals[i].End - globals[i].Start > MostGlobalBytes)
            {
                return null;
            }
        }

        return new() { Address = address, PcHeader = pcHeader, Text = text, EndOfText = endOfText, Globals = ImmutableCollectionsMarshal.AsImmutableArray(globals) };
    }
}
