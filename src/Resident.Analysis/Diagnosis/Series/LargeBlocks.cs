using Resident.Analysis.Trends;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells large blocks that came and stayed: tables of maps, slices, buffers. They are seen in each ledger, where what is live is known anew at
/// a cycle only.</summary>
internal static class LargeBlocks
{
    private const double MostOfLive = 0.7;

    // Of blocks that are there now, the last mark found four of five reachable: blocks of a burst it found in the burst's midst.
    private const double NoMoreThanLive = 1.25;
    private const double LeastOfARise = 0.3;
    private const double SmallestStep = 0.1;
    private const double LeastFirstTable = 0.2;
    private const int LeastRises = 2;
    private const int LeastPoints = 4;

    // A table that is filled at an even pace is copied into the next, twice as large, before it has been there twice as long as the one before it.
    private const double QuietPerStep = 2.5;
    private const double SafeTimes = 1.25;

    /// <summary>Tells whether nearly all that is live is in tables that were copied into larger ones, and have not been for longer than it takes one
    /// that fills to double: however few cycles have run since, nothing fills. One rise alone may be a spike.</summary>
    /// <param name="file">What was observed.</param>
    public static bool HaveSettled(CaseFile file)
    {
        var large = file.Series("large-objects");
        var live = file.Series("live");
        return file.Seconds < TrendThresholds.LongWindowSeconds && large.Count >= LeastPoints && live.Count > 0
            && large.Last >= MostOfLive * live.Last && large.Last <= NoMoreThanLive * live.Last
            && large.Last - large.First >= file.Smallest && AreQuiet(file, large);
    }

    /// <summary>Tells whether a good part of a rise is in large blocks, as tables are.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="change">By how much live rose, bytes.</param>
    public static bool AreOf(CaseFile file, double change)
    {
        var large = file.Series("large-objects");
        return large.Last - large.First >= LeastOfARise * change;
    }

    /// <summary>Tells whether large blocks that came in the window may be a table that is filled on: then the next,
    /// larger one is due later than the window ends.</summary>
    /// <remarks>A table of S bytes was at least half full when it was made, since tables grow to twice their size at the
    /// most; at any time before, what was in it was no more than all large blocks that there were then. That bounds the
    /// pace from below, and so the time until it is full. A process had none when it started.</remarks>
    /// <param name="file">What was observed.</param>
    public static bool MayBeFilledOn(CaseFile file)
    {
        var large = file.Series("large-objects");
        if (file.Seconds >= TrendThresholds.LongWindowSeconds || large.Count < LeastPoints)
        {
            return false;
        }

        int last = large.Count - 1;
        double step = SmallestStep * (large.Max - large.Min);
        while (last > 0 && large.Values[last] - large.Values[last - 1] <= step)
        {
            last--;
        }

        double half = large.Last / 2;
        double made = large.Seconds[last];
        double due = double.IsNaN(file.AgeAtStart) ? double.PositiveInfinity : made + file.AgeAtStart;
        for (int i = 0; i < last; i++)
        {
            due = Math.Min(due, large.Values[i] < half ? half / (half - large.Values[i]) * (made - large.Seconds[i]) : double.PositiveInfinity);
        }

        return last > 0 && large.Seconds[^1] - made < SafeTimes * due;
    }

    private static bool AreQuiet(CaseFile file, TimeSeries large)
    {
        double step = SmallestStep * (large.Last - large.First);
        bool isYoung = file.AgeAtStart < file.Seconds;
        double before = isYoung ? -file.AgeAtStart : 0;
        double last = 0;
        int rises = isYoung && large.First >= LeastFirstTable * large.Last ? 1 : 0;
        for (int i = 1; i < large.Count; i++)
        {
            if (large.Values[i] - large.Values[i - 1] > step)
            {
                (before, last) = (last, large.Seconds[i]);
                rises++;
            }
        }

        return rises >= LeastRises && large.Last >= Rises.OneOfBothArrays * large.Max && large.Seconds[^1] - last >= QuietPerStep * (last - before);
    }
}
