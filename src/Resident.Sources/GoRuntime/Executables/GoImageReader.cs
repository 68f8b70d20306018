using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Finds what the Go linker put into an executable, stripped or not: build information, function table, moduledata.</summary>
internal static class GoImageReader
{
    private const int ScanBytes = 1024 * 1024;
    private const int Overlap = PclntabHeader.MostBytes;
    private const long MostModuleBytes = 1L << 32;

    private static readonly string[] FunctionTableSections = [".gopclntab", ".data.rel.ro.gopclntab"];

    /// <summary>Reads the build information.</summary>
    /// <param name="image">The program.</param>
    /// <returns>The information, or null where it was stripped or the program is not Go's.</returns>
    /// <exception cref="MalformedInputException">It is cut short.</exception>
    public static GoBuildInfo? ReadBuildInfo(GoImage image)
    {
        long at = -1;
        if (image.Elf.TryGetSection(".go.buildinfo", out var section))
        {
            at = FindBuildInfo(image.Elf.Source, (long)Math.Min(section.FileOffset, long.MaxValue / 2), Math.Min(section.Size, ScanBytes));
        }

        for (int i = 0; i < image.Elf.Segments.Count && at < 0; i++)
        {
            var segment = image.Elf.Segments[i];
            if (segment is { IsLoad: true, IsWritable: true })
            {
                at = FindBuildInfo(image.Elf.Source, (long)Math.Min(segment.FileOffset, long.MaxValue / 2), segment.FileSize);
            }
        }

        if (at < 0)
        {
            return null;
        }

        byte[] block = new byte[(int)Math.Min(GoBuildInfoParser.MostBytes, image.Elf.Source.Length - at)];
        int count = image.Elf.Source.Read(at, block);
        return GoBuildInfoParser.Parse(image.Elf.Source.Name, block.AsSpan(0, count), address => ReadString(image, address));
    }

    /// <summary>Finds the table of functions and lines.</summary>
    /// <param name="image">The program.</param>
    /// <returns>Its header and its address in the process, or null where there is none.</returns>
    public static (PclntabHeader Header, ulong Address)? FindFunctionTable(GoImage image)
    {
        byte[] bytes = new byte[PclntabHeader.MostBytes];
        foreach (string name in FunctionTableSections)
        {
            if (image.Elf.TryGetSection(name, out var section) && section.FileOffset < (ulong)image.Elf.Source.Length)
            {
                int count = image.Elf.Source.Read((long)section.FileOffset, bytes);
                if (PclntabHeader.Parse(bytes.AsSpan(0, count)) is { } header)
                {
                    return (header, unchecked(section.VirtualAddress + image.Bias));
                }
            }
        }

        foreach (var segment in image.Elf.Segments)
        {
            if (segment.IsLoad && SearchFunctionTable(image.Elf.Source, segment) is { } found)
            {
                return (found.Header, unchecked(found.Address + image.Bias));
            }
        }

        return null;
    }

    /// <summary>Finds the linker's list of places.</summary>
    /// <param name="image">The program.</param>
    /// <param name="header">The function table's header.</param>
    /// <param name="tableAddress">The function table's address in the process.</param>
    /// <param name="present">Which of the process's pages hold something.</param>
    /// <returns>The module, or null where there is none.</returns>
    public static GoModule? FindModule(GoImage image, PclntabHeader header, ulong tableAddress, PresentPages present)
    {
        if (image.Elf.TryGetSection(".go.module", out var section)
            && ReadModule(image, unchecked(section.VirtualAddress + image.Bias), header, tableAddress) is { } stated)
        {
            return stated;
        }

        // Headers may lie: segments that overlap or that state more than the file holds must not add up to hours.
        long budget = IsReadFromMemory(image) ? MostModuleBytes : image.Elf.Source.Length;

        // Writable segments first: moduledata is there up to 1.25, and the others are larger.
        foreach (bool writable in (ReadOnlySpan<bool>)[true, false])
        {
            foreach (var segment in image.Elf.Segments)
            {
                if (segment.IsLoad && segment.IsWritable == writable && (segment.Flags & ElfFormat.PfX) == 0
                    && SearchModule(image, segment, header, tableAddress, present, ref budget) is { } found)
                {
                    return found;
                }
            }
        }

        return null;
    }

    /// <summary>Reads the structure at an address, if it is one.</summary>
    public static GoModule? ReadModule(GoImage image, ulong address, PclntabHeader header, ulong tableAddress)
    {
        Span<byte> bytes = stackalloc byte[GoModule.CommonBytes];
        return image.TryReadLinked(address, bytes)
            ? GoModule.Parse(address, bytes, tableAddress, (ulong)header.Functions)
            : null;
    }

    /// <summary>Opens the function table for look-ups.</summary>
    /// <param name="image">The program.</param>
    /// <param name="header">The table's header.</param>
    /// <param name="tableAddress">Its address in the process.</param>
    /// <param name="module">The linker's places.</param>
    /// <param name="layout">Where the release's fields lie.</param>
    public static GoFunctionTable OpenFunctionTable(
        GoImage image, PclntabHeader header, ulong tableAddress, GoModule module, GoLayout layout)
    {
        const long MostTableBytes = 1L << 32;
        // Before 1.18 the table holds addresses, which the loader corrected in memory only.
        IByteSource table = image.IsRelocated && header.Form < 18 && image.Memory is not null
            ? new CachedByteSource(new MemoryWindow(image.Memory, tableAddress, MostTableBytes))
            : new ImageWindow(image, tableAddress, MostTableBytes);
        ulong functionData = 0;
        if (layout.Has(GoField.ModuledataGofunc))
        {
            Span<byte> word = stackalloc byte[8];
            functionData = image.TryReadLinked(module.Address + (ulong)layout[GoField.ModuledataGofunc], word)
                ? word.U64(0)
                : 0;
        }

        return new(header, table, image, module.Text, functionData);
    }

    /// <summary>Reads a Go string whose header lies at an address.</summary>
    /// <returns>The text, or null where it cannot be read or is longer than a block of build information may be.</returns>
    public static string? ReadString(GoImage image, ulong address)
    {
        Span<byte> header = stackalloc byte[16];
        ReadOnlySpan<byte> words = header;
        if (!image.TryReadLinked(address, header) || words.U64(8) > GoBuildInfoParser.MostBytes)
        {
            return null;
        }

        byte[] text = new byte[(int)words.U64(8)];
        return image.ReadConstant(words.U64(0), text) == text.Length
            || (image.Memory?.TryRead(words.U64(0), text) ?? false)
            ? System.Text.Encoding.Latin1.GetString(text)
            : null;
    }

    private static long FindBuildInfo(IByteSource source, long from, ulong size)
    {
        const int Alignment = 16;
        byte[] buffer = new byte[(int)Math.Min(ScanBytes, size)];
        long end = from + (long)Math.Min(size, (ulong)source.Length);
        for (long at = from; at < end; at += buffer.Length - Alignment)
        {
            int count = source.Read(at, buffer);
            for (int i = 0; ;)
            {
                int next = buffer.AsSpan(i, count - i).IndexOf(GoBuildInfoParser.Magic);
                if (next < 0)
                {
                    break;
                }

                if ((at + i + next) % Alignment == 0)
                {
                    return at + i + next;
                }

                i += next + 1;
            }

            if (count < buffer.Length || buffer.Length <= Alignment)
            {
                break;
            }
        }

        return -1;
    }

    private static (PclntabHeader Header, ulong Address)? SearchFunctionTable(IByteSource source, ElfSegment segment)
    {
        long size = (long)Math.Min(segment.FileSize, (ulong)source.Length);
        byte[] buffer = new byte[(int)Math.Min(ScanBytes, size)];
        for (long done = 0; done < size && segment.FileOffset <= (ulong)source.Length; done += buffer.Length - Overlap)
        {
            // What lies behind the segment's end has another address.
            int count = source.Read((long)segment.FileOffset + done, buffer.AsSpan(0, (int)Math.Min(buffer.Length, size - done)));
            for (int i = 0; i + PclntabHeader.MostBytes <= count; i++)
            {
                // Every magic is one of fa, f0, f1 and then ff ff ff 00 00.
                int next = buffer.AsSpan(i, count - i).IndexOf((ReadOnlySpan<byte>)[0xff, 0xff, 0xff, 0, 0]);
                if (next < 0)
                {
                    break;
                }

                i += next;
                long place = done + i - 1;
                if (i > 0 && place % 8 == 0 && PclntabHeader.Parse(buffer.AsSpan(i - 1, count - i + 1)) is { } header)
                {
                    return (header, segment.VirtualAddress + (ulong)place);
                }
            }

            if (count < buffer.Length || buffer.Length <= Overlap)
            {
                break;
            }
        }

        return null;
    }

    private static bool IsReadFromMemory(GoImage image) => image.IsRelocated && image.Memory is not null;

    private static GoModule? SearchModule(
        GoImage image, ElfSegment segment, PclntabHeader header, ulong tableAddress, PresentPages present, ref long budget)
    {
        bool fromMemory = IsReadFromMemory(image);
        ulong size = Math.Min(fromMemory ? segment.MemorySize : segment.FileSize, (ulong)budget);
        ulong start = unchecked((segment.VirtualAddress + image.Bias + 7) & ~7UL);
        ulong end = start + Math.Min(size, ulong.MaxValue - start);
        budget -= (long)size;
        byte[] buffer = new byte[ScanBytes / 4];
        while (start < end)
        {
            var run = fromMemory ? present.NextRun(start, end) : (Start: start, End: end);
            for (ulong at = run.Start; at < run.End;)
            {
                var part = buffer.AsSpan(0, (int)Math.Min((ulong)buffer.Length, run.End - at));
                int count = fromMemory ? (image.Memory!.TryRead(at, part) ? part.Length : 0) : image.ReadConstant(at, part);
                if (FindModuleIn(image, part[..count], at, header, tableAddress) is { } module)
                {
                    return module;
                }

                at += (ulong)part.Length;
            }

            start = run.End;
        }

        return null;
    }

    private static GoModule? FindModuleIn(GoImage image, ReadOnlySpan<byte> bytes, ulong at, PclntabHeader header, ulong tableAddress)
    {
        var words = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, ulong>(bytes);
        for (int i = 0; i < words.Length; i++)
        {
            int next = words[i..].IndexOf(tableAddress);
            if (next < 0)
            {
                break;
            }

            i += next;
            if (ReadModule(image, at + (8UL * (ulong)i), header, tableAddress) is { } module)
            {
                return module;
            }
        }

        return null;
    }
}
