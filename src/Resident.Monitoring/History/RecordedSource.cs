using Resident.Store;

namespace Resident.Monitoring.History;

/// <summary>How one series of a timeline is read out of a recording.</summary>
/// <param name="Log">The log.</param>
/// <param name="Inputs">The recording's series that it is made of.</param>
/// <param name="Read">Takes the values of a block.</param>
internal sealed record RecordedSource(RecordingLog Log, IReadOnlyList<string> Inputs, Action<RowBlock, RecordedColumn> Read)
{
    private const double MillisecondsPerSecond = 1_000;

    /// <summary>A series as it was recorded, times a factor.</summary>
    public static RecordedSource Value(RecordingLog log, string name, double factor) => new(log, [name], (block, rows) =>
    {
        var times = block.TimesUnixMs;
        var (min, max, last) = (block.Min[0], block.Max[0], block.Last[0]);
        bool isThinned = block.WidthMs > 0;
        for (int i = 0; i < last.Length; i++)
        {
            if (last[i] != RowBlock.Missing)
            {
                rows.Add(times[i], min[i] * factor, max[i] * factor, last[i] * factor, isThinned);
            }
        }
    });

    /// <summary>The difference of two levels. Of a thinned row that of the last values: the extremes of a difference are not kept.</summary>
    public static RecordedSource Difference(string whole, string part) => new(RecordingLog.Samples, [whole, part], static (block, rows) =>
    {
        var times = block.TimesUnixMs;
        var (wholes, parts) = (block.Last[0], block.Last[1]);
        for (int i = 0; i < wholes.Length && i < parts.Length; i++)
        {
            if (wholes[i] != RowBlock.Missing && parts[i] != RowBlock.Missing)
            {
                double value = wholes[i] - parts[i];
                rows.Add(times[i], value, value, value, block.WidthMs > 0);
            }
        }
    });

    /// <summary>A total as a rate: its change in a second, times a factor. It starts anew with each run.</summary>
    public static RecordedSource Rate(string total, string takenAt, double factor) => new(RecordingLog.Samples, [total, takenAt, "run"], (block, rows) =>
    {
        var times = block.TimesUnixMs;
        var (totals, taken, runs) = (block.Last[0], block.Last[1], block.Last[2]);
        for (int i = 0; i < totals.Length; i++)
        {
            if (totals[i] == RowBlock.Missing)
            {
                continue;
            }

            var now = (Time: (double)times[i] + Of(taken, i), Value: totals[i], Run: Of(runs, i));
            if (rows.Before is { } before && before.Run == now.Run && now.Time > before.Time)
            {
                double rate = (now.Value - before.Value) * factor * MillisecondsPerSecond / (now.Time - before.Time);
                rows.Add(times[i], rate, rate, rate, block.WidthMs > 0);
            }

            rows.Before = now;
        }
    });

    private static long Of(long[] column, int row) => column.Length == 0 || column[row] == RowBlock.Missing ? 0 : column[row];
}
