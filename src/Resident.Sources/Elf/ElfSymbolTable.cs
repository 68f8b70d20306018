using System.Buffers.Binary;

namespace Resident.Sources.Elf;

/// <summary>A symbol table with its names, in memory. No string is made until a caller makes one.</summary>
public sealed class ElfSymbolTable
{
    private readonly byte[] _symbols;
    private readonly byte[] _names;

    internal ElfSymbolTable(byte[] symbols, byte[] names)
    {
        _symbols = symbols;
        _names = names;
    }

    /// <summary>Gets the number of symbols, the first, empty one included.</summary>
    public int Count => _symbols.Length / ElfFormat.SymbolBytes;

    /// <summary>Gets one symbol.</summary>
    /// <param name="index">Its place; the first is 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such symbol.</exception>
    public ElfSymbol this[int index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, Count);
            ReadOnlySpan<byte> entry = _symbols.AsSpan(index * ElfFormat.SymbolBytes, ElfFormat.SymbolBytes);
            return new(
                BinaryPrimitives.ReadUInt32LittleEndian(entry),
                (byte)(entry[4] & 0xf),
                BinaryPrimitives.ReadUInt16LittleEndian(entry[6..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]));
        }
    }

    /// <summary>Gets a symbol's name as UTF-8 without the zero at its end; empty where it lies outside the string table.</summary>
    public ReadOnlySpan<byte> NameOf(in ElfSymbol symbol) => CString(_names, symbol.NameOffset);

    /// <summary>Looks for the first defined symbol of a name. Time grows with <see cref="Count"/>.</summary>
    /// <param name="name">The name as UTF-8.</param>
    /// <param name="symbol">Receives the symbol.</param>
    /// <returns>False where there is none.</returns>
    public bool TryFind(ReadOnlySpan<byte> name, out ElfSymbol symbol)
    {
        for (int i = 0; i < Count; i++)
        {
            symbol = this[i];
            if (symbol.SectionIndex != 0 && NameOf(symbol).SequenceEqual(name))
            {
                return true;
            }
        }

        symbol = default;
        return false;
    }

    internal static ReadOnlySpan<byte> CString(ReadOnlySpan<byte> table, uint offset)
    {
        if (offset >= (uint)table.Length)
        {
            return [];
        }

        var rest = table[(int)offset..];
        int end = rest.IndexOf((byte)0);
        return end < 0 ? [] : rest[..end];
    }
}
