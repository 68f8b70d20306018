using System.Buffers.Binary;

namespace Resident.Sources.Elf;

/// <summary>Finds Go's table of functions: every Go program has it, stripped ones too.</summary>
/// <remarks>
/// Its header: a magic of four bytes, two zeros, the instruction quantum (1 or 4), the pointer size (8), then the number of functions.
/// Source: Go's internal/abi/symtab.go and debug/gosym/pclntab.go. It lies in .gopclntab, or in .data.rel.ro.gopclntab of position-
/// independent programs up to Go 1.25, aligned to 8 bytes at least.
/// </remarks>
public static class GoPclntab
{
    private const int HeaderBytes = 16;
    private const int ChunkBytes = 256 * 1024;
    private const long MostScanned = 1L << 30;
    private const ulong MostFunctions = 10_000_000;

    /// <summary>Looks for the table, in its section first, then in every segment's bytes.</summary>
    /// <param name="file">The program.</param>
    /// <param name="magic">Receives the magic.</param>
    /// <param name="virtualAddress">Receives the table's address, before the load bias is added.</param>
    /// <returns>False where there is none: not a Go program.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static bool TryFind(ElfFile file, out uint magic, out ulong virtualAddress)
    {
        ArgumentNullException.ThrowIfNull(file);
        foreach (string name in (ReadOnlySpan<string>)[".gopclntab", ".data.rel.ro.gopclntab"])
        {
            if (file.TryGetSection(name, out var section) && IsTable(file, section.VirtualAddress, out magic))
            {
                virtualAddress = section.VirtualAddress;
                return true;
            }
        }

        return TryScan(file, out magic, out virtualAddress);
    }

    /// <summary>Names the Go versions that write a magic.</summary>
    /// <returns>As "1.18-1.19", or null for a magic that is not known.</returns>
    public static string? EraOf(uint magic) => magic switch
    {
        0xfffffffb => "1.2-1.15",
        0xfffffffa => "1.16-1.17",
        0xfffffff0 => "1.18-1.19",
        0xfffffff1 => "1.20 or later",
        _ => null,
    };

    private static bool TryScan(ElfFile file, out uint magic, out ulong virtualAddress)
    {
        byte[] chunk = new byte[ChunkBytes];
        long budget = MostScanned;
        foreach (var segment in file.Segments)
        {
            // Up to Go 1.25 it is in a segment that is only read; a position-independent program's is relocated, hence writable.
            if (!segment.IsLoad || (segment.Flags & ElfFormat.PfX) != 0 || budget <= 0)
            {
                continue;
            }

            ulong size = Math.Min(segment.FileSize, (ulong)budget);
            budget -= (long)size;
            if (TryScan(file, segment.VirtualAddress, size, chunk, out magic, out virtualAddress))
            {
                return true;
            }
        }

        magic = 0;
        virtualAddress = 0;
        return false;
    }

    private static bool TryScan(ElfFile file, ulong start, ulong size, byte[] chunk, out uint magic, out ulong virtualAddress)
    {
        ulong done = 0;
        while (done < size)
        {
            // An address near 2^64 is hostile; it wraps to one that no segment holds.
            int count = file.ReadAt(unchecked(start + done), chunk);
            if (count < HeaderBytes)
            {
                break;
            }

            for (int i = 0; i + HeaderBytes <= count; i += 8)
            {
                if (IsHeader(chunk.AsSpan(i, HeaderBytes), out magic))
                {
                    virtualAddress = unchecked(start + done + (ulong)i);
                    return true;
                }
            }

            done += (ulong)Math.Max(8, (count - HeaderBytes + 8) & ~7);
        }

        magic = 0;
        virtualAddress = 0;
        return false;
    }

    private static bool IsTable(ElfFile file, ulong virtualAddress, out uint magic)
    {
        Span<byte> header = stackalloc byte[HeaderBytes];
        magic = 0;
        return file.ReadAt(virtualAddress, header) == HeaderBytes && IsHeader(header, out magic);
    }

    private static bool IsHeader(ReadOnlySpan<byte> header, out uint magic)
    {
        magic = BinaryPrimitives.ReadUInt32LittleEndian(header);
        return magic >= 0xfffffff0 && EraOf(magic) is not null
            && header[4] == 0 && header[5] == 0 && (header[6] is 1 or 4) && header[7] == 8
            && BinaryPrimitives.ReadUInt64LittleEndian(header[8..]) is > 0 and < MostFunctions;
    }
}
