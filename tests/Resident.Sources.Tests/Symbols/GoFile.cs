using Resident.Sources.Binary;
using Resident.Sources.Elf;

namespace Resident.Sources.Tests.Symbols;

/// <summary>A real Go program, and where the tables lie that readers go through.</summary>
internal sealed class GoFile
{
    private const int IndexAt118 = 64;
    private const int IndexAt116 = 56;

    private readonly byte[] _bytes;

    public GoFile(string path)
    {
        _bytes = File.ReadAllBytes(path);
        Source = new MemoryByteSource("program", _bytes);
        var elf = ElfFile.Read(Source);
        Add(0, 64);
        Add(BitConverter.ToInt64(_bytes, 32), 56L * BitConverter.ToUInt16(_bytes, 56));
        Add(BitConverter.ToInt64(_bytes, 40), 64L * BitConverter.ToUInt16(_bytes, 60));
        foreach (var section in elf.Sections.Where(static section => section.Name is ".shstrtab" or ".go.buildinfo" or ".symtab" or ".strtab" or ".dynsym" or ".dynstr" or ".go.module"))
        {
            Add((long)section.FileOffset, Math.Min((long)section.Size, 64 * 1024));
        }

        var table = elf.Sections.First(static section => section.Name is ".gopclntab" or ".data.rel.ro.gopclntab");
        AddTable((long)table.FileOffset, (long)table.Size);
        AddModule(elf, table);
        Add(0, _bytes.Length);
        var code = elf.Sections.First(static section => section.Name is ".text");
        Addresses = [.. Enumerable.Range(0, 24).Select(step => code.VirtualAddress + (code.Size / 24 * (ulong)step) + 1)];
    }

    public MemoryByteSource Source { get; }

    public List<(long Start, long Length)> Regions { get; } = [];

    /// <summary>Gets instructions all over the code.</summary>
    public IReadOnlyList<ulong> Addresses { get; }

    public ReadOnlySpan<byte> Span(long start, int length) => _bytes.AsSpan((int)start, length);

    private void Add(long start, long length)
    {
        if (start >= 0 && length > 0 && start + length <= _bytes.Length)
        {
            Regions.Add((start, length));
        }
    }

    // The header, the index of functions, and what lies around it.
    private void AddTable(long start, long length)
    {
        Add(start, 72);
        Add(start, 72);
        bool is116 = BitConverter.ToUInt32(_bytes, (int)start) is 0xfffffffa;
        long index = BitConverter.ToInt64(_bytes, (int)start + (is116 ? IndexAt116 : IndexAt118));
        long functions = BitConverter.ToInt64(_bytes, (int)start + 8) * (is116 ? 16 : 8);
        Add(start + index, functions);
        Add(start + index + functions, length - index - functions);
        Add(start, length);
    }

    // moduledata begins with the address of the table.
    private void AddModule(ElfFile elf, ElfSection table)
    {
        Span<byte> address = stackalloc byte[8];
        BitConverter.TryWriteBytes(address, table.VirtualAddress);
        foreach (var section in elf.Sections.Where(static section => section.Name is ".noptrdata" or ".data" or ".data.rel.ro" or ".go.module"))
        {
            long end = Math.Min((long)(section.FileOffset + section.Size), _bytes.Length);
            int place = (long)section.FileOffset < end ? _bytes.AsSpan((int)section.FileOffset..(int)end).IndexOf(address) : -1;
            if (place >= 0)
            {
                Add((long)section.FileOffset + place, 640);
            }
        }
    }
}
