using System.Text;
using Resident.Model.Profiles;
using Resident.Sources.Elf;

namespace Resident.Sources.Symbols;

/// <summary>The functions of a symbol table, by address.</summary>
internal sealed class FunctionSymbols
{
    private readonly ElfSymbolTable? _table;
    private readonly ulong[] _starts;
    private readonly int[] _symbols;

    private FunctionSymbols(ElfSymbolTable? table)
    {
        _table = table;
        var found = new List<(ulong Start, int Symbol)>();
        for (int i = 0; i < (table?.Count ?? 0); i++)
        {
            var symbol = table![i];
            if (symbol.SectionIndex != 0 && symbol.Value != 0 && symbol.Type == ElfFormat.SttFunc)
            {
                found.Add((symbol.Value, i));
            }
        }

        found.Sort();
        _starts = [.. found.Select(static entry => entry.Start)];
        _symbols = [.. found.Select(static entry => entry.Symbol)];
    }

    /// <summary>Reads the full table, or the one for the loader where that is all there is.</summary>
    public static FunctionSymbols Read(ElfFile elf) => new(elf.ReadSymbols(ElfFormat.ShtSymtab) ?? elf.ReadSymbols(ElfFormat.ShtDynsym));

    /// <summary>Finds the function that an address lies in. One without a size reaches to the next.</summary>
    public bool TryFind(ulong address, out CodeSymbol symbol)
    {
        symbol = default;
        int place = Array.BinarySearch(_starts, address);
        if (place < 0)
        {
            place = ~place - 1;
        }

        if (place < 0 || _table is null)
        {
            return false;
        }

        // Several names may share a place: the first in the table is taken.
        while (place > 0 && _starts[place - 1] == _starts[place])
        {
            place--;
        }

        var entry = _table[_symbols[place]];
        ulong last = entry.Size > 0 ? unchecked(entry.Value + entry.Size - 1) : EndWithoutSize(place);
        symbol = new CodeSymbol(Encoding.UTF8.GetString(_table.NameOf(entry)), entry.Value, last);
        return address <= last && symbol.Name.Length > 0;
    }

    private ulong EndWithoutSize(int place)
    {
        ulong start = _starts[place];
        for (int i = place + 1; i < _starts.Length; i++)
        {
            if (_starts[i] > start)
            {
                return _starts[i] - 1;
            }
        }

        return start;
    }
}
