using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Parses maps, smaps and smaps_rollup as they are read: a line a mapping, in smaps followed by lines
/// <c>Rss:    8 kB</c> and a line <c>VmFlags: rd mr mw me</c>.</summary>
/// <remarks>Source: proc_pid_smaps(5), Documentation/filesystems/proc.rst. New figures of later kernels pass.</remarks>
internal static class SmapsParser
{
    /// <summary>Hands each mapping on.</summary>
    /// <exception cref="LimitExceededException">There are more than <paramref name="most"/> of them.</exception>
    public static void ParseMappings(ProcLines lines, string path, int most, IMappingSink sink)
    {
        var row = new SmapsRow();
        int count = 0;
        while (lines.TryRead(out var line))
        {
            if (MappingLine.IsMapping(line))
            {
                Close(sink, row, count);
                if (!MappingLine.TryParse(line, out var mapping))
                {
                    throw NotAMapping(line, path, lines.Number);
                }

                if (++count > most)
                {
                    throw TooMany(path, most);
                }

                sink.Begin(mapping);
            }
            else if (count == 0)
            {
                throw NotAMapping(line, path, lines.Number);
            }
            else if (!row.TryAdd(line))
            {
                throw NotASize(line, path, lines.Number);
            }
        }

        Close(sink, row, count);
    }

    /// <summary>Sums all mappings of smaps, or takes smaps_rollup's single one.</summary>
    public static SmapsRollup ParseSums(ProcLines lines, string path, DateTimeOffset takenAt)
    {
        var row = new SmapsRow();
        while (lines.TryRead(out var line))
        {
            if (!MappingLine.IsMapping(line) && !row.TryAdd(line))
            {
                throw NotASize(line, path, lines.Number);
            }
        }

        return row.ToRollup(takenAt);
    }

    private static void Close(IMappingSink sink, SmapsRow row, int count)
    {
        if (count > 0)
        {
            sink.End(row);
            row.Clear();
        }
    }

    private static LimitExceededException TooMany(string path, int most) =>
        new($"{path} has more than {most} mappings; raise {nameof(InputLimits)}.{nameof(InputLimits.Mappings)}.");

    private static MalformedInputException NotAMapping(ReadOnlySpan<byte> line, string path, int number) =>
        MalformedInputException.AtLine(
            path, number, $"Expected \"START-END PERMS OFFSET DEVICE INODE NAME\", found \"{ProcText.Quote(line)}\".");

    private static MalformedInputException NotASize(ReadOnlySpan<byte> line, string path, int number) =>
        MalformedInputException.AtLine(path, number, $"Expected \"Key: N kB\", found \"{ProcText.Quote(line)}\".");
}
