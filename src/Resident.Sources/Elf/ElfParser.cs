using System.Buffers.Binary;
using System.Text;
using Resident.Model;
using Resident.Sources.Binary;

namespace Resident.Sources.Elf;

/// <summary>Reads the header, the program headers and the section headers of an ELF64 file.</summary>
/// <remarks>System V ABI, gabi 4.1. The file begins with 7f 45 4c 46 02 01: the magic, 64 bits, little endian.</remarks>
internal static class ElfParser
{
    private const int MostSegments = 256;
    private const int MostSections = 65_536;
    private const int MostNameBytes = 4 * 1024 * 1024;

    public static ElfFile Parse(IByteSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        Span<byte> header = stackalloc byte[ElfFormat.HeaderBytes];
        int count = source.Read(0, header);
        if (count < ElfFormat.HeaderBytes || !header.StartsWith("\x7f"u8) || !header[1..].StartsWith("ELF"u8))
        {
            throw MalformedInputException.AtOffset(source.Name, 0, "Expected an ELF file, and found no ELF header.");
        }

        if (header[4] != 2 || header[5] != 1)
        {
            throw MalformedInputException.AtOffset(
                source.Name, 4, $"Expected a 64-bit little-endian ELF file, found class {header[4]} and byte order {header[5]}.");
        }

        ulong sectionOffset = BinaryPrimitives.ReadUInt64LittleEndian(header[40..]);
        int sectionSize = BinaryPrimitives.ReadUInt16LittleEndian(header[58..]);
        var first = ReadFirstSection(source, sectionOffset, sectionSize);
        uint segmentCount = BinaryPrimitives.ReadUInt16LittleEndian(header[56..]);
        uint sectionCount = BinaryPrimitives.ReadUInt16LittleEndian(header[60..]);
        uint nameIndex = BinaryPrimitives.ReadUInt16LittleEndian(header[62..]);
        // Counts that do not fit 16 bits stand in the first section header.
        segmentCount = segmentCount == ElfFormat.PnXnum ? first.Info : segmentCount;
        sectionCount = sectionCount == 0 ? first.Size : sectionCount;
        nameIndex = nameIndex == ElfFormat.ShnXindex ? first.Link : nameIndex;
        ushort segmentSize = BinaryPrimitives.ReadUInt16LittleEndian(header[54..]);
        return new(
            source,
            BinaryPrimitives.ReadUInt16LittleEndian(header[16..]),
            BinaryPrimitives.ReadUInt16LittleEndian(header[18..]),
            ReadSegments(source, BinaryPrimitives.ReadUInt64LittleEndian(header[32..]), segmentCount, segmentSize),
            ReadSections(source, sectionOffset, sectionCount, sectionSize, nameIndex));
    }

    private static (uint Size, uint Link, uint Info) ReadFirstSection(IByteSource source, ulong offset, int entrySize)
    {
        Span<byte> entry = stackalloc byte[ElfFormat.SectionBytes];
        if (offset == 0 || entrySize != ElfFormat.SectionBytes || offset > long.MaxValue
            || source.Read((long)offset, entry) != entry.Length)
        {
            return default;
        }

        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
        return (
            (uint)Math.Min(size, uint.MaxValue),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]),
            BinaryPrimitives.ReadUInt32LittleEndian(entry[44..]));
    }

    private static ElfSegment[] ReadSegments(IByteSource source, ulong offset, uint count, int entrySize)
    {
        byte[] table = ReadTable(source, offset, count, entrySize, (ElfFormat.SegmentBytes, MostSegments, "program headers"));
        var segments = new ElfSegment[table.Length / ElfFormat.SegmentBytes];
        for (int i = 0; i < segments.Length; i++)
        {
            ReadOnlySpan<byte> entry = table.AsSpan(i * ElfFormat.SegmentBytes, ElfFormat.SegmentBytes);
            segments[i] = new(
                BinaryPrimitives.ReadUInt32LittleEndian(entry),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[40..]));
        }

        return segments;
    }

    private static ElfSection[] ReadSections(IByteSource source, ulong offset, uint count, int entrySize, uint nameIndex)
    {
        byte[] table = ReadTable(source, offset, count, entrySize, (ElfFormat.SectionBytes, MostSections, "section headers"));
        var sections = new ElfSection[table.Length / ElfFormat.SectionBytes];
        byte[] names = nameIndex < (uint)sections.Length
            ? ReadNames(source, table.AsSpan((int)nameIndex * ElfFormat.SectionBytes, ElfFormat.SectionBytes))
            : [];
        for (int i = 0; i < sections.Length; i++)
        {
            ReadOnlySpan<byte> entry = table.AsSpan(i * ElfFormat.SectionBytes, ElfFormat.SectionBytes);
            uint nameOffset = BinaryPrimitives.ReadUInt32LittleEndian(entry);
            sections[i] = new(
                i,
                SectionName(names, nameOffset),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[4..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[8..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[16..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]),
                BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]),
                BinaryPrimitives.ReadUInt32LittleEndian(entry[40..]));
        }

        return sections;
    }

    // A hostile file points all headers at one long name: names are cut, so that 65,536 of them stay small.
    private static string SectionName(byte[] names, uint offset)
    {
        const int MostBytes = 256;
        var name = ElfSymbolTable.CString(names, offset);
        return Encoding.UTF8.GetString(name[..Math.Min(name.Length, MostBytes)]);
    }

    private static byte[] ReadNames(IByteSource source, ReadOnlySpan<byte> entry)
    {
        ulong offset = BinaryPrimitives.ReadUInt64LittleEndian(entry[24..]);
        ulong size = BinaryPrimitives.ReadUInt64LittleEndian(entry[32..]);
        if (offset >= (ulong)source.Length)
        {
            return [];
        }

        byte[] names = new byte[(int)Math.Min(Math.Min(size, (ulong)source.Length - offset), MostNameBytes)];
        int count = source.Read((long)offset, names);
        return names[..count];
    }

    private static byte[] ReadTable(
        IByteSource source, ulong offset, uint count, int entrySize, (int EntryBytes, int MostEntries, string What) table)
    {
        if (count == 0 || offset == 0)
        {
            return [];
        }

        if (entrySize != table.EntryBytes || count > table.MostEntries)
        {
            throw MalformedInputException.AtOffset(
                source.Name, 54, $"Expected at most {table.MostEntries} {table.What} of {table.EntryBytes} bytes, found {count} of {entrySize}.");
        }

        ulong size = count * (ulong)entrySize;
        ulong length = (ulong)source.Length;
        if (offset > length || size > length - offset)
        {
            throw MalformedInputException.AtOffset(
                source.Name, (long)Math.Min(offset, long.MaxValue), $"The file ends before its {count} {table.What}.");
        }

        byte[] bytes = new byte[(int)size];
        int read = source.Read((long)offset, bytes);
        return read == bytes.Length
            ? bytes
            : throw MalformedInputException.AtOffset(source.Name, (long)offset + read, "The file became shorter while it was read.");
    }
}
