using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Columns;

/// <summary>The columns of the log of the scavenger's lines, to and fro.</summary>
internal static class ScavengeColumns
{
    private const long ForcedFlag = 1;
    private const long RepairedFlag = 2;

    /// <summary>Gets all columns, in the order of <see cref="Read"/>.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("scav.line", "count", "event"),
        new("scav.source", Column.TextUnit, "event"),
        new("scav.era", Column.TextUnit, "event"),
        new("scav.wallTime", "us", "event"),
        new("scav.work", "bytes", "event"),
        new("scav.released", "bytes", "event"),
        new("scav.utilization", "percent", "event"),
        new("scav.inuse", "bytes", "event"),
        new("scav.idle", "bytes", "event"),
        new("scav.sys", "bytes", "event"),
        new("scav.consumed", "bytes", "event"),
        new("scav.flags", "count", "event"),
    ];

    /// <summary>Takes a line's figures; <see cref="ColumnCodec.Missing"/> where its era has none.</summary>
    public static void Read(ScavengeEvent line, ITextTable texts, Span<long> values)
    {
        values[0] = line.Line;
        values[1] = texts.IdOf(line.Source);
        values[2] = texts.IdOf(line.Era);
        values[3] = line.WallTime is { } wall ? (wall - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : ColumnCodec.Missing;
        values[4] = BytesOf(line.Work);
        values[5] = BytesOf(line.Released);
        values[6] = line.UtilizationPercent ?? ColumnCodec.Missing;
        values[7] = BytesOf(line.Inuse);
        values[8] = BytesOf(line.Idle);
        values[9] = BytesOf(line.Sys);
        values[10] = BytesOf(line.Consumed);
        values[11] = (line.Forced ? ForcedFlag : 0) | (line.Repaired ? RepairedFlag : 0);
    }

    /// <summary>Makes a line of a row.</summary>
    public static ScavengeEvent Build(in RowView row)
    {
        long flags = row[11] ?? 0;
        return new ScavengeEvent
        {
            Line = row[0] ?? 0,
            Source = row.Text(1) ?? "",
            Era = row.Text(2) ?? "",
            WallTime = row.Instant(3),
            Work = row.Size(4),
            Released = row.Size(5),
            UtilizationPercent = row.Int(6),
            Inuse = row.Size(7),
            Idle = row.Size(8),
            Sys = row.Size(9),
            Consumed = row.Size(10),
            Forced = (flags & ForcedFlag) != 0,
            Repaired = (flags & RepairedFlag) != 0,
        };
    }

    private static long BytesOf(ByteSize? size) => size?.Bytes ?? ColumnCodec.Missing;
}
