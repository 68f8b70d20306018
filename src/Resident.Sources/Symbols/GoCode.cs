using System.Text;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;
using Resident.Sources.GoRuntime.Functions;

namespace Resident.Sources.Symbols;

/// <summary>Go's table of functions and lines in a file, stripped or not, without a process.</summary>
internal sealed class GoCode
{
    private const long MostTableBytes = 1L << 32;
    private const ulong MostFunctionBytes = 1UL << 28;

    private readonly GoFunctionTable _table;
    private readonly List<GoFrame> _frames = [];
    private readonly List<byte> _ids = [];

    private GoCode(GoFunctionTable table)
    {
        _table = table;
    }

    /// <summary>Opens the table, or returns null where the file has none or it is damaged.</summary>
    public static GoCode? TryOpen(ElfFile elf)
    {
        try
        {
            var image = new GoImage(elf, null, 0);
            if (GoImageReader.FindFunctionTable(image) is not var (header, address) || TextOf(elf, image, header, address) is not { } text)
            {
                return null;
            }

            return new GoCode(new GoFunctionTable(header, new ImageWindow(image, address, MostTableBytes), image, text, functionData: 0));
        }
        catch (Exception e) when (e is MalformedInputException or LimitExceededException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>Finds the function that an instruction belongs to, and the innermost line.</summary>
    public bool TryFind(ulong address, out SymbolFrame frame)
    {
        frame = default;
        if (_table.Find(address) is not { } function)
        {
            return false;
        }

        _frames.Clear();
        _ids.Clear();
        _table.AddFrames(address, _frames, _ids);
        frame = _frames.Count > 0 ? new SymbolFrame(function.Name, _frames[0].File, _frames[0].Line) : new SymbolFrame(function.Name, string.Empty, 0);
        return function.Name.Length > 0;
    }

    /// <summary>Finds the function that an address lies in, with its extent: up to the next function's entry.</summary>
    public bool TryFindFunction(ulong address, out CodeSymbol symbol)
    {
        symbol = default;
        if (_table.Find(address) is not { } function || function.Name.Length == 0)
        {
            return false;
        }

        // The last address that still gives this function: doubling steps, then halves.
        ulong low = address;
        ulong step = 16;
        while (step < MostFunctionBytes && _table.Find(unchecked(low + step))?.Entry == function.Entry)
        {
            low += step;
            step *= 2;
        }

        ulong high = unchecked(low + step);
        while (high - low > 1)
        {
            ulong middle = low + ((high - low) / 2);
            bool isInside = _table.Find(middle)?.Entry == function.Entry;
            (low, high) = isInside ? (middle, high) : (low, middle);
        }

        symbol = new CodeSymbol(function.Name, function.Entry, low);
        return true;
    }

    // The linker's list of places states it; in a position-independent file that list is filled in by the loader only.
    private static ulong? TextOf(ElfFile elf, GoImage image, PclntabHeader header, ulong address)
    {
        using var present = PresentPages.Unknown();
        if (GoImageReader.FindModule(image, header, address, present) is { } module)
        {
            return module.Text;
        }

        if (elf.ReadSymbols(ElfFormat.ShtSymtab) is { } symbols && symbols.TryFind(Encoding.UTF8.GetBytes("runtime.text"), out var symbol))
        {
            return symbol.Value;
        }

        return elf.TryGetSection(".text", out var section) ? section.VirtualAddress : null;
    }
}
