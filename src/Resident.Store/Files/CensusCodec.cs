using System.Globalization;
using Resident.Model;
using Resident.Store.Columns;
using Resident.Store.Encoding;

namespace Resident.Store.Files;

/// <summary>Groups of goroutines as a chunk of seven columns: state, wait reason, start, creator (numbers of texts), count, the
/// longest wait (ms), stack bytes; then flags and an example's number. A frame's text is function, file and line, parted by tabs.</summary>
internal static class CensusCodec
{
    private const int Columns = 9;
    private const int MostGroups = 500;
    private const long MostCount = 1L << 40;
    private const long MostBytes = 1L << 50;

    /// <summary>Writes the groups.</summary>
    public static byte[] Encode(GoroutineCensus census, ITextTable texts)
    {
        GoroutineGroup[] groups = [.. census.Groups.Take(MostGroups)];
        long[] Take(Func<GoroutineGroup, long> read) => [.. groups.Select(read)];
        return ColumnCodec.Encode(
            Take(group => texts.IdOf(group.State)),
            Take(group => texts.IdOf(group.WaitReason)),
            Take(group => texts.IdOf(TextOf(group.Start))),
            Take(group => texts.IdOf(TextOf(group.CreatedBy))),
            Take(static group => group.Count),
            Take(static group => group.LongestWait is { } wait ? (long)wait.TotalMilliseconds : ColumnCodec.Missing),
            Take(static group => group.StackBytes.Bytes),
            Take(static group => group.IsSystem ? 1 : 0),
            Take(static group => group.ExampleId));
    }

    /// <summary>Reads the groups.</summary>
    /// <returns>Null where the bytes are damaged.</returns>
    public static GoroutineCensus? Decode(long unixMs, byte[] data, Func<long, string?> textOf)
    {
        long[][] columns = new long[Columns][];
        if (ColumnCodec.TryDecode(data, columns) is not null || columns.Any(column => column.Length != columns[0].Length))
        {
            return null;
        }

        var groups = new List<GoroutineGroup>(columns[0].Length);
        for (int i = 0; i < columns[0].Length; i++)
        {
            if (columns[4][i] is < 0 or > MostCount || columns[5][i] is not ColumnCodec.Missing and (< 0 or > MostCount) || columns[6][i] is < 0 or > MostBytes)
            {
                return null;
            }

            groups.Add(new GoroutineGroup
            {
                State = textOf(columns[0][i]) ?? "",
                WaitReason = textOf(columns[1][i]),
                Start = FrameOf(textOf(columns[2][i])),
                CreatedBy = FrameOf(textOf(columns[3][i])),
                Count = columns[4][i],
                LongestWait = columns[5][i] == ColumnCodec.Missing ? null : TimeSpan.FromMilliseconds(columns[5][i]),
                StackBytes = new ByteSize(columns[6][i]),
                IsSystem = columns[7][i] == 1,
                ExampleId = columns[8][i],
            });
        }

        return new GoroutineCensus { TakenAt = DateTimeOffset.FromUnixTimeMilliseconds(unixMs), Groups = groups };
    }

    private static string? TextOf(GoFrame? frame) =>
        frame is { } one ? string.Create(CultureInfo.InvariantCulture, $"{one.Function}\t{one.File}\t{one.Line}\t{one.StartLine}") : null;

    private static GoFrame? FrameOf(string? text)
    {
        if (text?.Split('\t') is not [var function, var file, var line, var start])
        {
            return null;
        }

        _ = int.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
        _ = int.TryParse(start, NumberStyles.None, CultureInfo.InvariantCulture, out int startLine);
        return new GoFrame(function, file, number, startLine);
    }
}
