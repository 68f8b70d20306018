using Resident.Analysis.Trends;
using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Live heap after each cycle of one process, in bounded memory, and what it tells.</summary>
/// <remarks>A claim of a level, as one of a rise, is made only where the cycles have the power for it: at least ten,
/// over ten seconds, and for a level an upper end of the slope that is small against live. docs/trends.md has the
/// tests.</remarks>
internal sealed class LiveHeapSeries
{
    private const int MostKept = 16_384;
    private const int LeastCycles = 10;
    private const double LeastSeconds = 10;
    private const double SmallestShare = 0.04;
    private const double LevelShare = 0.1;
    private const double SecondsAnHour = 3600;
    private static readonly double SmallestChange = ByteSize.FromMebibytes(2).Bytes;

    private readonly List<double> _seconds = [];
    private readonly List<double> _live = [];
    private int _stride = 1;
    private int _seen;

    /// <summary>Adds a cycle. One that goes back is of a program that was started again: what was before it is
    /// forgotten.</summary>
    public void Add(GcCycle cycle)
    {
        if (cycle.AtSeconds is not { } at || cycle.HeapLiveMebibytes is not { } live)
        {
            return;
        }

        if (_seconds.Count > 0 && at < _seconds[^1])
        {
            (_seen, _stride) = (0, 1);
            _seconds.Clear();
            _live.Clear();
        }

        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_seconds.Count == MostKept)
        {
            Halve(_seconds);
            Halve(_live);
            _stride *= 2;
        }

        _seconds.Add(at);
        _live.Add(ByteSize.FromMebibytes(live).Bytes);
    }

    /// <summary>Tells what the cycles tell; null where they print no live heap.</summary>
    public GcTraceVerdict? Tell()
    {
        if (_seconds.Count == 0)
        {
            return null;
        }

        double window = _seconds[^1] - _seconds[0];
        var trend = TrendAnalysis.Analyse(_seconds.ToArray(), _live.ToArray());
        string id = _seen < LeastCycles || window < LeastSeconds ? "not-sure-yet" : Name(trend, window);
        double change = double.IsFinite(trend.Change) ? trend.Change : 0;
        double slope = id is "trace-live-level" ? trend.SlopeHigh : trend.SlopePerHour;
        return new(id, _seen, window, new ByteSize((long)_live[^1]), new ByteSize((long)change), slope);
    }

    private string Name(Trend trend, double window)
    {
        double worth = Math.Max(SmallestChange, SmallestShare * _live.Max());
        if (trend.Reason == TrendReason.FewPoints || !double.IsFinite(trend.Change))
        {
            return "not-sure-yet";
        }

        if (trend.Change <= -worth)
        {
            return "trace-live-fell";
        }

        if (trend.Change >= worth)
        {
            return trend.KeepsRising ? "trace-live-rises" : trend.Shape is TrendShape.Step or TrendShape.Saturating ? "trace-live-settled" : "not-sure-yet";
        }

        // Sizes are whole MiB: less than that over the window is no rise.
        double most = trend.SlopeHigh * window / SecondsAnHour;
        return most <= Math.Max(SmallestChange, LevelShare * _live[^1]) ? "trace-live-level" : "not-sure-yet";
    }

    private static void Halve(List<double> values)
    {
        for (int i = 0; i < MostKept / 2; i++)
        {
            values[i] = values[2 * i];
        }

        values.RemoveRange(MostKept / 2, MostKept / 2);
    }
}
