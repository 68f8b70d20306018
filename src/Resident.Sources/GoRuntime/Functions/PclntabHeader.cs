using Resident.Sources.GoRuntime.Access;

namespace Resident.Sources.GoRuntime.Functions;

/// <summary>The header of Go's table of functions and lines.</summary>
/// <remarks>Source: runtime/symtab.go (pcHeader) and debug/gosym. A table of 1.20 on x64 begins f1ffffff 00000108: the magic,
/// two zeros, the size of the smallest instruction, the size of a pointer.</remarks>
internal sealed record PclntabHeader
{
    /// <summary>Bytes of the longest header.</summary>
    public const int MostBytes = 72;

    private const uint Magic116 = 0xfffffffa;
    private const uint Magic118 = 0xfffffff0;
    private const uint Magic120 = 0xfffffff1;
    private const ulong MostFunctions = 1 << 26;
    private const ulong MostOffset = 1UL << 32;

    /// <summary>Gets the release that the form came with: 16, 18 or 20.</summary>
    public required int Form { get; init; }

    /// <summary>Gets the size of the smallest instruction, bytes: the unit of distances between instructions.</summary>
    public required int Quantum { get; init; }

    /// <summary>Gets the number of functions.</summary>
    public required int Functions { get; init; }

    /// <summary>Gets where the names lie, from the header's start.</summary>
    public required long Names { get; init; }

    /// <summary>Gets where the lists of files of each compilation unit lie.</summary>
    public required long Units { get; init; }

    /// <summary>Gets where the file names lie.</summary>
    public required long Files { get; init; }

    /// <summary>Gets where the tables from instruction to value lie.</summary>
    public required long Values { get; init; }

    /// <summary>Gets where the index of functions lies.</summary>
    public required long Index { get; init; }

    /// <summary>Gets the bytes of one entry of the index.</summary>
    public int IndexEntryBytes => Form >= 18 ? 8 : 16;

    /// <summary>Reads a header.</summary>
    /// <param name="bytes">At least <see cref="MostBytes"/> bytes.</param>
    /// <returns>The header, or null where the bytes are not one.</returns>
    public static PclntabHeader? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < MostBytes || bytes[4] != 0 || bytes[5] != 0 || bytes[6] is not (1 or 4) || bytes[7] != 8)
        {
            return null;
        }

        int form = bytes.U32(0) switch
        {
            Magic116 => 16,
            Magic118 => 18,
            Magic120 => 20,
            _ => 0,
        };
        // 1.18 put the address of the code between the counts and the places.
        int places = form >= 18 ? 32 : 24;
        ulong functions = form == 0 ? 0 : bytes.U64(8);
        if (functions is 0 or > MostFunctions || bytes.U64(16) > MostFunctions)
        {
            return null;
        }

        for (int i = 0; i < 5; i++)
        {
            if (bytes.U64(places + (8 * i)) > MostOffset)
            {
                return null;
            }
        }

        return new()
        {
            Form = form,
            Quantum = bytes[6],
            Functions = (int)functions,
            Names = bytes.I64(places),
            Units = bytes.I64(places + 8),
            Files = bytes.I64(places + 16),
            Values = bytes.I64(places + 24),
            Index = bytes.I64(places + 32),
        };
    }
}
