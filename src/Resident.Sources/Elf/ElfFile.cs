using System.Diagnostics.CodeAnalysis;
using Resident.Model;
using Resident.Sources.Binary;

namespace Resident.Sources.Elf;

/// <summary>A 64-bit little-endian ELF file: its tables in memory, its bytes read when they are asked for.</summary>
/// <remarks>System V ABI, gabi 4.1. Any bytes give a file or a <see cref="MalformedInputException"/>; what is held is bounded
/// by <see cref="ElfParser"/> and by the bytes that the file has.</remarks>
public sealed class ElfFile
{
    /// <summary>The most bytes of one section or symbol table that are taken into memory: 256 MiB.</summary>
    public const long MostSectionBytes = 256L * 1024 * 1024;

    private readonly IByteSource _source;

    internal ElfFile(IByteSource source, ushort type, ushort machine, IReadOnlyList<ElfSegment> segments, IReadOnlyList<ElfSection> sections)
    {
        _source = source;
        Type = type;
        Machine = machine;
        Segments = segments;
        Sections = sections;
    }

    /// <summary>Gets the bytes behind the file. The caller that opened it owns it.</summary>
    public IByteSource Source => _source;

    /// <summary>Gets e_type, as <see cref="ElfFormat.EtExec"/>.</summary>
    public ushort Type { get; }

    /// <summary>Gets e_machine, as <see cref="ElfFormat.EmX8664"/>.</summary>
    public ushort Machine { get; }

    /// <summary>Gets the program headers, in the file's order. Empty in object files.</summary>
    public IReadOnlyList<ElfSegment> Segments { get; }

    /// <summary>Gets the section headers, in the file's order. Empty where they were stripped.</summary>
    public IReadOnlyList<ElfSection> Sections { get; }

    /// <summary>Reads the tables of a file.</summary>
    /// <exception cref="MalformedInputException">It is no 64-bit little-endian ELF file, or its tables lie outside it.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public static ElfFile Read(IByteSource source) => ElfParser.Parse(source);

    /// <summary>Looks for a section by its name.</summary>
    /// <returns>False where there is none.</returns>
    public bool TryGetSection(string name, [NotNullWhen(true)] out ElfSection? section)
    {
        foreach (var candidate in Sections)
        {
            if (string.Equals(candidate.Name, name, StringComparison.Ordinal))
            {
                section = candidate;
                return true;
            }
        }

        section = null;
        return false;
    }

    /// <summary>Finds the place in the file of what is mapped at an address.</summary>
    /// <param name="virtualAddress">An address as the file states it, before the load bias is added.</param>
    /// <param name="offset">Receives the place.</param>
    /// <param name="available">Receives how many bytes of the same segment follow in the file, that one included.</param>
    /// <returns>False where no mapped byte of the file lies there.</returns>
    public bool TryGetFileOffset(ulong virtualAddress, out long offset, out long available)
    {
        foreach (var segment in Segments)
        {
            if (segment.IsLoad && virtualAddress >= segment.VirtualAddress && virtualAddress - segment.VirtualAddress < segment.FileSize)
            {
                ulong into = virtualAddress - segment.VirtualAddress;
                ulong length = (ulong)_source.Length;
                if (segment.FileOffset < length && into < length - segment.FileOffset)
                {
                    offset = (long)(segment.FileOffset + into);
                    available = (long)Math.Min(segment.FileSize - into, length - segment.FileOffset - into);
                    return true;
                }
            }
        }

        offset = 0;
        available = 0;
        return false;
    }

    /// <summary>Reads what the file holds for an address.</summary>
    /// <param name="virtualAddress">An address as the file states it.</param>
    /// <param name="destination">Receives the bytes.</param>
    /// <returns>The number of bytes read: less than asked for where the segment's bytes end.</returns>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public int ReadAt(ulong virtualAddress, Span<byte> destination)
    {
        if (!TryGetFileOffset(virtualAddress, out long offset, out long available))
        {
            return 0;
        }

        return _source.Read(offset, destination[..(int)Math.Min(available, destination.Length)]);
    }

    /// <summary>Reads a section's bytes, still compressed if they are.</summary>
    /// <returns>The bytes; empty for NOBITS.</returns>
    /// <exception cref="MalformedInputException">It lies outside the file.</exception>
    /// <exception cref="LimitExceededException">It is larger than <see cref="MostSectionBytes"/>.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public byte[] ReadSection(ElfSection section)
    {
        ArgumentNullException.ThrowIfNull(section);
        if (section.Type == ElfFormat.ShtNobits || section.Size == 0)
        {
            return [];
        }

        ulong length = (ulong)_source.Length;
        if (section.FileOffset > length || section.Size > length - section.FileOffset)
        {
            throw MalformedInputException.AtOffset(
                _source.Name, (long)Math.Min(section.FileOffset, long.MaxValue), $"Section {section.Index} has {section.Size} bytes, and the file ends before them.");
        }

        if (section.Size > MostSectionBytes)
        {
            throw new LimitExceededException(
                $"{_source.Name}: Section {section.Index} has {section.Size} bytes; at most {MostSectionBytes} are taken into memory.");
        }

        byte[] bytes = new byte[(int)section.Size];
        int count = _source.Read((long)section.FileOffset, bytes);
        return count == bytes.Length
            ? bytes
            : throw MalformedInputException.AtOffset(_source.Name, (long)section.FileOffset + count, "The file became shorter while it was read.");
    }

    /// <summary>Reads a symbol table.</summary>
    /// <param name="type"><see cref="ElfFormat.ShtSymtab"/> or <see cref="ElfFormat.ShtDynsym"/>.</param>
    /// <returns>The table, or null where the file has none.</returns>
    /// <exception cref="MalformedInputException">The table or its names lie outside the file.</exception>
    /// <exception cref="LimitExceededException">It is larger than <see cref="MostSectionBytes"/>.</exception>
    /// <exception cref="IOException">The source cannot be read.</exception>
    public ElfSymbolTable? ReadSymbols(uint type)
    {
        foreach (var section in Sections)
        {
            if (section.Type == type)
            {
                byte[] names = section.Link < (uint)Sections.Count ? ReadSection(Sections[(int)section.Link]) : [];
                return new(ReadSection(section), names);
            }
        }

        return null;
    }
}
