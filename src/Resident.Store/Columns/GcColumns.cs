using Resident.Model;
using Resident.Store.Encoding;

namespace Resident.Store.Columns;

/// <summary>The columns of the log of GC cycles, to and fro.</summary>
internal static class GcColumns
{
    private const double MicrosecondsPerMillisecond = 1_000;
    private const double NanosecondsPerMillisecond = 1_000_000;
    private const double Thousandths = 1_000;
    private const int Phases = 8;
    private const long ForcedFlag = 1;
    private const long RepairedFlag = 2;

    /// <summary>Gets all columns, in the order of <see cref="Read"/>.</summary>
    public static IReadOnlyList<Column> All { get; } =
    [
        new("gc.number", "count", "event"),
        new("gc.line", "count", "event"),
        new("gc.source", Column.TextUnit, "event"),
        new("gc.era", Column.TextUnit, "event"),
        new("gc.at", "ms", "event"),
        new("gc.wallTime", "us", "event"),
        new("gc.cpuSinceStart", "percent", "event"),
        new("gc.pause", "ns", "event"),
        new("gc.heapStart", "MiB", "event"),
        new("gc.heapEnd", "MiB", "event"),
        new("gc.heapLive", "MiB", "event"),
        new("gc.goal", "MiB", "event"),
        new("gc.stacks", "MiB", "event"),
        new("gc.globals", "MiB", "event"),
        new("gc.procs", "count", "event"),
        new("gc.flags", "count", "event"),
        new("gc.cpu", "percent/1000", "event"),
        new("gc.allocRate", "bytes/s", "event"),
        .. Enumerable.Range(0, Phases).Select(static i => new Column($"gc.clock{i}", "ns", "event")),
        .. Enumerable.Range(0, Phases).Select(static i => new Column($"gc.cpu{i}", "ns", "event")),
    ];

    private static readonly int FirstClock = All.Count - (2 * Phases);

    /// <summary>Takes a cycle's figures; <see cref="ColumnCodec.Missing"/> where its era has none.</summary>
    public static void Read(RecordedCycle entry, ITextTable texts, Span<long> values)
    {
        var cycle = entry.Cycle;
        values[0] = cycle.Number;
        values[1] = cycle.Line;
        values[2] = texts.IdOf(cycle.Source);
        values[3] = texts.IdOf(cycle.Era);
        values[4] = Scaled(cycle.AtSeconds, MicrosecondsPerMillisecond);
        values[5] = cycle.WallTime is { } wall ? (wall - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond : ColumnCodec.Missing;
        values[6] = cycle.CpuPercentSinceStart ?? ColumnCodec.Missing;
        values[7] = Scaled(cycle.PauseMilliseconds, NanosecondsPerMillisecond);
        values[8] = cycle.HeapStartMebibytes ?? ColumnCodec.Missing;
        values[9] = cycle.HeapEndMebibytes ?? ColumnCodec.Missing;
        values[10] = cycle.HeapLiveMebibytes ?? ColumnCodec.Missing;
        values[11] = cycle.GoalMebibytes ?? ColumnCodec.Missing;
        values[12] = cycle.StacksMebibytes ?? ColumnCodec.Missing;
        values[13] = cycle.GlobalsMebibytes ?? ColumnCodec.Missing;
        values[14] = cycle.Procs ?? ColumnCodec.Missing;
        values[15] = (cycle.Forced ? ForcedFlag : 0) | (cycle.Repaired ? RepairedFlag : 0);
        values[16] = Scaled(entry.CpuPercent, Thousandths);
        values[17] = Scaled(entry.AllocationRate, 1);
        WritePhases(cycle.ClockMilliseconds, values[FirstClock..]);
        WritePhases(cycle.CpuMilliseconds, values[(FirstClock + Phases)..]);
    }

    /// <summary>Makes a cycle of a row.</summary>
    public static RecordedCycle Build(in RowView row)
    {
        long flags = row[15] ?? 0;
        var cycle = new GcCycle
        {
            Number = row[0] ?? 0,
            Line = row[1] ?? 0,
            Source = row.Text(2) ?? "",
            Era = row.Text(3) ?? "",
            AtSeconds = row[4] / MicrosecondsPerMillisecond,
            WallTime = row.Instant(5),
            CpuPercentSinceStart = row.Int(6),
            PauseMilliseconds = row[7] / NanosecondsPerMillisecond ?? 0,
            HeapStartMebibytes = row[8],
            HeapEndMebibytes = row[9],
            HeapLiveMebibytes = row[10],
            GoalMebibytes = row[11],
            StacksMebibytes = row[12],
            GlobalsMebibytes = row[13],
            Procs = row.Int(14),
            Forced = (flags & ForcedFlag) != 0,
            Repaired = (flags & RepairedFlag) != 0,
            ClockMilliseconds = ReadPhases(row, FirstClock),
            CpuMilliseconds = ReadPhases(row, FirstClock + Phases),
        };
        return new RecordedCycle(row.UnixMs, cycle, row[16] / Thousandths, row[17]);
    }

    private static void WritePhases(IReadOnlyList<double> phases, Span<long> values)
    {
        for (int i = 0; i < Phases; i++)
        {
            values[i] = i < phases.Count ? Scaled(phases[i], NanosecondsPerMillisecond) : ColumnCodec.Missing;
        }
    }

    private static List<double> ReadPhases(in RowView row, int first)
    {
        var phases = new List<double>();
        for (int i = 0; i < Phases && row[first + i] is { } nanoseconds; i++)
        {
            phases.Add(nanoseconds / NanosecondsPerMillisecond);
        }

        return phases;
    }

    private static long Scaled(double? value, double scale) =>
        value * scale is { } number && Math.Abs(number) < long.MaxValue / 2d ? (long)Math.Round(number) : ColumnCodec.Missing;
}
