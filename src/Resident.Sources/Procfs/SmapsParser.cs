using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Parses maps, smaps and smaps_rollup: a line a mapping, in smaps followed by lines <c>Rss:    8 kB</c> and a line
/// <c>VmFlags: rd mr mw me</c>.</summary>
/// <remarks>Source: proc_pid_smaps(5), Documentation/filesystems/proc.rst. New figures of later kernels pass.</remarks>
internal static class SmapsParser
{
    public static List<MemoryMapping> ParseMappings(ReadOnlySpan<byte> text, string path, bool withMemory)
    {
        var mappings = new List<MemoryMapping>();
        var names = new MappingLine.NameCache();
        var row = new SmapsRow();
        MemoryMapping? open = null;
        string flags = "";
        int number = 0;
        while (ProcText.TryReadLine(ref text, out var line))
        {
            number++;
            if (MappingLine.IsMapping(line))
            {
                Close(mappings, open, withMemory, row, flags);
                open = MappingLine.Parse(line, names) ?? throw NotAMapping(line, path, number);
                row.Clear();
                flags = "";
            }
            else if (open is null)
            {
                throw NotAMapping(line, path, number);
            }
            else if (line.StartsWith("VmFlags:"u8))
            {
                flags = names.Get(line["VmFlags:"u8.Length..].Trim((byte)' '));
            }
            else if (!row.TryAdd(line))
            {
                throw NotASize(line, path, number);
            }
        }

        Close(mappings, open, withMemory, row, flags);
        return mappings;
    }

    /// <summary>Sums all mappings of smaps, or takes smaps_rollup's single one: no object a mapping.</summary>
    public static SmapsRollup ParseSums(ReadOnlySpan<byte> text, string path, DateTimeOffset takenAt)
    {
        var row = new SmapsRow();
        int number = 0;
        while (ProcText.TryReadLine(ref text, out var line))
        {
            number++;
            if (!MappingLine.IsMapping(line) && !row.TryAdd(line))
            {
                throw NotASize(line, path, number);
            }
        }

        return row.ToRollup(takenAt);
    }

    private static void Close(List<MemoryMapping> mappings, MemoryMapping? open, bool withMemory, SmapsRow row, string flags)
    {
        if (open is not null)
        {
            mappings.Add(withMemory ? open with { Memory = row.ToMemory(flags) } : open);
        }
    }

    private static MalformedInputException NotAMapping(ReadOnlySpan<byte> line, string path, int number) =>
        MalformedInputException.AtLine(
            path, number, $"Expected \"START-END PERMS OFFSET DEVICE INODE NAME\", found \"{ProcText.Quote(line)}\".");

    private static MalformedInputException NotASize(ReadOnlySpan<byte> line, string path, int number) =>
        MalformedInputException.AtLine(path, number, $"Expected \"Key: N kB\", found \"{ProcText.Quote(line)}\".");
}
