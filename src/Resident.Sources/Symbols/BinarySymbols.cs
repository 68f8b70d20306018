using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Binary;
using Resident.Sources.Elf;

namespace Resident.Sources.Symbols;

/// <summary>What an ELF binary tells about its code: Go's table of functions and lines, else the symbol table.</summary>
/// <remarks>Any file gives an object or an exception named below; a damaged table gives no names. Not for two threads at once.</remarks>
public sealed class BinarySymbols : IDisposable
{
    private readonly IDisposable? _owned;
    private readonly ElfFile _elf;
    private readonly GoCode? _go;
    private FunctionSymbols? _functions;

    private BinarySymbols(IDisposable? owned, ElfFile elf)
    {
        _owned = owned;
        _elf = elf;
        _go = GoCode.TryOpen(elf);
    }

    /// <summary>Gets a value indicating whether Go's table was found: then lines are known without any other program.</summary>
    public bool IsGo => _go is not null;

    /// <summary>Opens a binary.</summary>
    /// <exception cref="MalformedInputException">It is no 64-bit little-endian ELF file, or its tables are damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static BinarySymbols Open(string path)
    {
        var source = FileByteSource.Open(path);
        try
        {
            return Open(source, source);
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>Opens a binary that is not a file of its own. The caller owns <paramref name="source"/>.</summary>
    /// <exception cref="MalformedInputException">It is no 64-bit little-endian ELF file, or its tables are damaged.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static BinarySymbols Open(IByteSource source) => Open(source, owned: null);

    /// <summary>Computes what a mapping adds to the addresses that the binary states.</summary>
    /// <param name="start">The mapping's first address; 0 where it is not known, and then nothing is added.</param>
    /// <param name="offset">The place in the file that is mapped there.</param>
    /// <remarks>
    /// The segment with code that holds the offset lies at its stated address plus the bias. What pprof of Go's distribution takes
    /// off is the same wherever the mapping is that of the first such segment.
    /// </remarks>
    public ulong BiasOf(ulong start, ulong offset)
    {
        if (start == 0)
        {
            return 0;
        }

        ElfSegment? found = null;
        foreach (var segment in _elf.Segments)
        {
            bool isCode = segment.IsLoad && (segment.Flags & ElfFormat.PfX) != 0;
            if (isCode && (found is null || (offset >= segment.FileOffset && offset - segment.FileOffset < segment.FileSize)))
            {
                found = segment;
            }
        }

        return found is null ? 0 : unchecked(start - offset + found.FileOffset - found.VirtualAddress);
    }

    /// <summary>Finds the function, file and line of an instruction in Go's table.</summary>
    /// <param name="address">The address, as the binary states it.</param>
    /// <param name="frame">Receives the function that the code belongs to, with the innermost line, as go tool pprof has it.</param>
    /// <returns>False where the code is not Go's.</returns>
    public bool TryFindLine(ulong address, out SymbolFrame frame)
    {
        frame = default;
        return _go is not null && _go.TryFind(address, out frame);
    }

    /// <summary>Finds the function that an address lies in: by the symbol table, and in stripped Go programs by Go's table.</summary>
    /// <param name="address">The address, as the binary states it.</param>
    /// <param name="symbol">Receives the function.</param>
    public bool TryFindFunction(ulong address, out CodeSymbol symbol)
    {
        _functions ??= FunctionSymbols.Read(_elf);
        return _functions.TryFind(address, out symbol) || (_go is not null && _go.TryFindFunction(address, out symbol));
    }

    /// <inheritdoc/>
    public void Dispose() => _owned?.Dispose();

    private static BinarySymbols Open(IByteSource source, IDisposable? owned)
    {
        try
        {
            return new BinarySymbols(owned, ElfFile.Read(source));
        }
        catch (OverflowException e)
        {
            throw new MalformedInputException($"{source.Name}: Its headers state addresses whose sums are no addresses.", e);
        }
    }
}
