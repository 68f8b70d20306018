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
        if (block.Last[0].Length == 0)
        {
            return;
        }

        for (int i = 0; i < block.TimesUnixMs.Count; i++)
        {
            if (block.Last[0][i] != RowBlock.Missing)
            {
                rows.Add(block.TimesUnixMs[i], block.Min[0][i] * factor, block.Max[0][i] * factor, block.Last[0][i] * factor, block.WidthMs > 0);
            }
        }
    });

    /// <summary>The difference of two levels. Of a thinned row that of the last values: the extremes of a difference are not kept.</summary>
    public static RecordedSource Difference(string whole, string part) => new(RecordingLog.Samples, [whole, part], static (block, rows) =>
    {
        if (block.Last[0].Length == 0 || block.Last[1].Length == 0)
        {
            return;
        }

        for (int i = 0; i < block.TimesUnixMs.Count; i++)
        {
            if (block.Last[0][i] != RowBlock.Missing && block.Last[1][i] != RowBlock.Missing)
            {
                double value = block.Last[0][i] - block.Last[1][i];
                rows.Add(block.TimesUnixMs[i], value, value, value, block.WidthMs > 0);
            }
        }
    });

    /// <summary>A total as a rate: its change in a second, times a factor. It starts anew with each run.</summary>
    public static RecordedSource Rate(string total, string takenAt, double factor) => new(RecordingLog.Samples, [total, takenAt, "run"], (block, rows) =>
    {
        if (block.Last[0].Length == 0)
        {
            return;
        }

        for (int i = 0; i < block.TimesUnixMs.Count; i++)
        {
            if (block.Last[0][i] == RowBlock.Missing)
            {
                continue;
            }

            var now = (Time: (double)block.TimesUnixMs[i] + Of(block.Last[1], i), Value: block.Last[0][i], Run: Of(block.Last[2], i));
            if (rows.Before is { } before && before.Run == now.Run && now.Time > before.Time)
            {
                double rate = (now.Value - before.Value) * factor * MillisecondsPerSecond / (now.Time - before.Time);
                rows.Add(block.TimesUnixMs[i], rate, rate, rate, block.WidthMs > 0);
            }

            rows.Before = now;
        }
    });

    private static long Of(long[] column, int row) => column.Length == 0 || column[row] == RowBlock.Missing ? 0 : column[row];
}
