using Resident.Analysis.Trends;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells growth that goes on from growth that is over.</summary>
internal static class Rises
{
    /// <summary>What is left, of the highest, of a slice that was built and copied: the new array of the new and the old one.</summary>
    public const double OneOfBothArrays = 0.54;

    private const double MostLost = 0.5;
    private const double MostLostOfGained = 0.35;
    private const double LeastKept = 0.15;

    // Go's slices grow by a quarter and more: both arrays are 1.8 times the new one. Buffers and maps double: 1.5 times. Beside both, much else may be live.
    private const double BothArrays = 1.25;
    private const int LeastCopies = 2;
    private const double LeastReleased = 0.3;
    private const double MostLostSince = 0.1;
    private const int LeastSinceARelease = 8;
    private const double NearTheHighest = 0.6;
    private const double LeastOfALow = 0.25;

    // The new array is more than half of both.
    private const double LeastLeft = 0.5;

    // What a small heap loses by chance is no copy of a slice that becomes much larger.
    private const double LeastCopy = 0.03;

    // A table that doubled holds the old one too for a moment: what it loses then is a third, or less than half.
    private const double LostShare = 0.4;
    private const double LeastOfALine = 0.15;
    private const int LeastForABend = 16;
    private const int LeastForHalves = 10;
    private const double SamePace = 0.85;
    private const int LeastForThirds = 12;
    private const double JumpShare = 0.2;

    // So many cycles after a jump a fall is the old table that goes.
    private const int OldTableCycles = 6;
    private const double LeastOfAThird = 0.08;
    private const double SecondsAnHour = 3600;

    /// <summary>Says whether a term of the ledger that rises does so to the end, or has come to a level.</summary>
    public static VerdictFact ShapeOf(CaseFile file, LedgerTermId term) => ToTheEnd(file.TermTrend(term))
        ? new("rises-to-the-end", VerdictFigure.Seconds("window", file.Seconds))
        : new("rise-is-over", VerdictFigure.Bytes("level", file.Level(term)));

    /// <summary>Tells whether a series rises until the window's end: in a line, or towards a ceiling that is far away.</summary>
    public static bool ToTheEnd(Trend trend) => trend.SlopePerHour > 0 && trend.Change > 0 && (IsLine(trend) || IsFarFromItsEnd(trend));

    // Beside a settling or a step, the line's part may be next to nothing: over minutes that is the settling's last bit.
    private static bool IsLine(Trend trend) =>
        trend.Shape == TrendShape.Line
        && (trend.WindowSeconds >= TrendThresholds.LongWindowSeconds || trend.SlopePerHour / SecondsAnHour * trend.WindowSeconds >= LeastOfALine * trend.Change);

    private static bool IsFarFromItsEnd(Trend trend) =>
        trend is { Shape: TrendShape.Saturating, ChangeAtSeconds: null } && trend.WindowSeconds < TrendThresholds.LongWindowSeconds
        && trend.TimeConstantSeconds > TrendThresholds.SettledShare * trend.WindowSeconds;

    /// <summary>Tells whether what was gained is kept: the lowest value of the window's last third is above the first, and the last value is
    /// near the highest. Bursts lose what they gained.</summary>
    /// <param name="series">What is live after each cycle.</param>
    /// <param name="trend">Its trend.</param>
    /// <param name="change">By how much it rose.</param>
    /// <param name="leastOfHighest">What the last value is of the highest, at the least.</param>
    public static bool StaysUp(TimeSeries series, Trend trend, double change, double leastOfHighest = NearTheHighest)
    {
        if (trend.WindowSeconds >= TrendThresholds.LongWindowSeconds)
        {
            // The trend knows of days: its slope is what counts.
            return true;
        }

        if (trend.CycleSeconds is { } cycle)
        {
            return IsRaisedBetweenSwings(series, cycle, change);
        }

        double first = series.MedianBetween(0, 0.15);
        double lowest = double.PositiveInfinity;
        double start = series.Seconds[0] + (0.66 * (series.Seconds[^1] - series.Seconds[0]));
        for (int i = 0; i < series.Count; i++)
        {
            lowest = series.Seconds[i] >= start ? Math.Min(lowest, series.Values[i]) : lowest;
        }

        return lowest >= first + (LeastOfALow * change) && series.Last >= leastOfHighest * series.Max;
    }

    // Below a load that comes and goes: swings that become larger leave the low where it was.
    private static bool IsRaisedBetweenSwings(TimeSeries series, double cycle, double change)
    {
        double window = series.Seconds[^1] - series.Seconds[0];
        return window < 2 * cycle || Floor(series, 1 - (cycle / window), 1) - Floor(series, 0, cycle / window) >= LeastOfALow * change;
    }

    /// <summary>Tells whether a series rises in each third of its window beside its jumps, as what fills a table does that doubles now and then.</summary>
    /// <param name="series">What is live after each cycle.</param>
    /// <param name="change">By how much it rose in all.</param>
    public static bool BesideJumps(TimeSeries series, double change)
    {
        if (series.Count < LeastForThirds || change <= 0)
        {
            return false;
        }

        (double up, double down) = (0, 0);
        double least = double.PositiveInfinity;
        double edge = series.Seconds[0];
        double third = (series.Seconds[^1] - series.Seconds[0]) / 3;
        double before = 0;
        int sinceJump = OldTableCycles;
        for (int i = 1; i < series.Count; i++)
        {
            double step = series.Values[i] - series.Values[i - 1];
            bool isJump = Math.Abs(step) > JumpShare * change;
            sinceJump = isJump && step > 0 ? 0 : sinceJump + 1;
            bool isUndone = step < 0 && sinceJump <= OldTableCycles;
            up += isJump ? 0 : Math.Max(step, 0);
            down += isJump || isUndone ? 0 : Math.Max(-step, 0);
            if (series.Seconds[i] >= edge + third - 1e-9)
            {
                least = Math.Min(least, up - down - before);
                before = up - down;
                edge += third;
            }
        }

        return least >= LeastOfAThird * change && up - down >= 0.5 * (up + down);
    }

    /// <summary>Tells whether a series rises as fast in its last quarter as in the one before it, though it once rose faster: a cache that fills beside
    /// something that goes on. What settles has half the pace by then, and less.</summary>
    /// <param name="series">What is live after each cycle.</param>
    /// <param name="trend">Its trend.</param>
    public static bool AfterABend(TimeSeries series, Trend trend)
    {
        if (trend.Shape != TrendShape.Saturating || trend.WindowSeconds >= TrendThresholds.LongWindowSeconds || series.Count < LeastForABend)
        {
            return false;
        }

        double half = series.MedianBetween(0.42, 0.58);
        double later = series.MedianBetween(0.67, 0.83);
        double last = series.MedianBetween(0.9, 1);
        return last - half >= LeastOfALine * trend.Change && (last - later) / 0.2 >= SamePace * (later - half) / 0.25;
    }

    /// <summary>Tells whether a series of a dozen points rises less than half as much in the second half of a short window
    /// as in the first: through so few points a bend passes for a line.</summary>
    /// <param name="series">What is live after each cycle.</param>
    public static bool SlowsDown(TimeSeries series)
    {
        if (series.Count is < LeastForHalves or >= LeastForABend || series.Seconds[^1] - series.Seconds[0] >= TrendThresholds.LongWindowSeconds)
        {
            return false;
        }

        double half = series.MedianBetween(0.42, 0.58);
        return series.MedianBetween(0.9, 1) - half < 0.5 * (half - series.MedianBetween(0, 0.1));
    }

    /// <summary>Tells whether what falls now and then is the old array of a slice that was copied into a larger one: a cycle that runs during the
    /// copy finds both, the next one the new array alone. Bursts lose all that they gained.</summary>
    /// <param name="live">What is live after each cycle.</param>
    public static bool HasCopies(TimeSeries live)
    {
        int falls = 0;
        double least = LeastCopy * live.Max;
        for (int i = 1; i < live.Count; i++)
        {
            bool isFall = live.Values[i - 1] > BothArrays * live.Values[i] && live.Values[i - 1] - live.Values[i] >= least && live.Values[i] >= LeastLeft * live.Values[i - 1];
            falls += isFall ? 1 : 0;
        }

        return falls >= LeastCopies && IsKept(live.WithoutSpikes(), LeastKept * (live.Max - live.Min));
    }

    /// <summary>Gets what follows a large release, where there was one in the window's first half and nothing was lost since; null where not.</summary>
    /// <param name="live">What is live after each cycle.</param>
    public static TimeSeries? SinceARelease(TimeSeries live)
    {
        int at = 0;
        double released = LeastReleased * live.Max;
        for (int i = 1; i < live.Count; i++)
        {
            if (live.Values[i - 1] - live.Values[i] >= released)
            {
                (at, released) = (i, live.Values[i - 1] - live.Values[i]);
            }
        }

        while (at > 0 && at + 1 < live.Count && live.Values[at + 1] < live.Values[at])
        {
            at++;
        }

        if (at == 0 || live.Count - at < LeastSinceARelease || live.Seconds[at] - live.Seconds[0] > 0.5 * (live.Seconds[^1] - live.Seconds[0]))
        {
            return null;
        }

        var since = new TimeSeries(live.Seconds[at..], live.Values[at..]);
        return LargestFall(since) <= MostLostSince * (since.Max - since.Min) && LargestFall(new(live.Seconds[..at], live.Values[..at])) <= MostLostSince * released ? since : null;
    }

    private static double LargestFall(TimeSeries series)
    {
        double largest = 0;
        for (int i = 1; i < series.Count; i++)
        {
            largest = Math.Max(largest, series.Values[i - 1] - series.Values[i]);
        }

        return largest;
    }

    private static bool IsKept(TimeSeries series, double least)
    {
        (double up, double down) = (0, 0);
        for (int i = 1; i < series.Count; i++)
        {
            double step = series.Values[i] - series.Values[i - 1];
            up += Math.Max(step, 0);
            down += Math.Max(-step, 0);
        }

        return down <= MostLostOfGained * up && up - down >= least;
    }

    /// <summary>Tells whether most of as much was gained before, and lost again: bursts come and go, a level stays.</summary>
    public static bool WasLost(TimeSeries series, Trend trend, double change)
    {
        double highest = double.NegativeInfinity;
        double fall = 0;
        foreach (double value in series.Values)
        {
            highest = Math.Max(highest, value);
            fall = value < LostShare * highest ? Math.Max(fall, highest - value) : fall;
        }

        return trend.CycleSeconds is null && trend.WindowSeconds < TrendThresholds.LongWindowSeconds && fall > MostLost * change;
    }

    /// <summary>Gets a low level of a series between two shares of the window: what it does not fall below, a few points aside.</summary>
    public static double Floor(TimeSeries series, double from, double to)
    {
        if (series.Count == 0)
        {
            return 0;
        }

        double start = series.Seconds[0] + (from * (series.Seconds[^1] - series.Seconds[0]));
        double end = series.Seconds[0] + (to * (series.Seconds[^1] - series.Seconds[0]));
        var part = new List<double>();
        for (int i = 0; i < series.Count; i++)
        {
            if (series.Seconds[i] >= start - 1e-9 && series.Seconds[i] <= end + 1e-9)
            {
                part.Add(series.Values[i]);
            }
        }

        if (part.Count == 0)
        {
            return series.Last;
        }

        part.Sort();
        return part[(part.Count - 1) / 5];
    }
}
