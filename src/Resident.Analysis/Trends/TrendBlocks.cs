namespace Resident.Analysis.Trends;

/// <summary>A series cut into blocks of equal time, each told by its smallest value.</summary>
/// <remarks>A garbage-collected heap rises between collections and a burst only ever adds: the smallest value of a block is what was there
/// all the time. The value keeps its own time, so that the minimum of a straight line lies on the line.</remarks>
internal sealed class TrendBlocks
{
    private TrendBlocks(double fromSeconds, double toSeconds, int points, double[] seconds, double[] values, int[] numbers)
    {
        FromSeconds = fromSeconds;
        ToSeconds = toSeconds;
        Points = points;
        Seconds = seconds;
        Values = values;
        Numbers = numbers;
    }

    /// <summary>Gets the time of the first finite point.</summary>
    public double FromSeconds { get; }

    /// <summary>Gets the time of the last finite point.</summary>
    public double ToSeconds { get; }

    /// <summary>Gets the time between the first and the last point; NaN without points.</summary>
    public double WindowSeconds => ToSeconds - FromSeconds;

    /// <summary>Gets the count of finite points.</summary>
    public int Points { get; }

    /// <summary>Gets the time of each block's smallest value.</summary>
    public double[] Seconds { get; }

    /// <summary>Gets each block's smallest value.</summary>
    public double[] Values { get; }

    /// <summary>Gets each block's number; blocks without a point are left out, so numbers can skip.</summary>
    public int[] Numbers { get; }

    /// <summary>Gets the count of blocks that have a point.</summary>
    public int Count => Values.Length;

    /// <summary>Cuts what lies at or after a time, in one pass.</summary>
    public static TrendBlocks Cut(ReadOnlySpan<double> seconds, ReadOnlySpan<double> values, double notBefore)
    {
        (int first, int last, int points) = Extent(seconds, values, notBefore);
        if (points == 0)
        {
            return new TrendBlocks(double.NaN, double.NaN, points: 0, [], [], []);
        }

        double window = seconds[last] - seconds[first];
        if (points < TrendThresholds.FewPoints)
        {
            return EachPoint(seconds[first..(last + 1)], values[first..(last + 1)]);
        }

        int blocks = window > 0 ? BlockCount(points, window) : 1;
        double[] smallest = new double[blocks];
        double[] when = new double[blocks];
        Array.Fill(smallest, double.PositiveInfinity);
        double blocksPerSecond = window > 0 ? blocks / window : 0;
        for (int i = first; i <= last; i++)
        {
            if (!double.IsFinite(values[i]))
            {
                continue;
            }

            int block = Math.Min(blocks - 1, (int)((seconds[i] - seconds[first]) * blocksPerSecond));
            if (values[i] < smallest[block])
            {
                smallest[block] = values[i];
                when[block] = seconds[i];
            }
        }

        int[] numbers = [.. Enumerable.Range(0, blocks).Where(block => double.IsFinite(smallest[block]))];
        return new TrendBlocks(
            seconds[first],
            seconds[last],
            points,
            [.. numbers.Select(block => when[block])],
            [.. numbers.Select(block => smallest[block])],
            numbers);
    }

    private static TrendBlocks EachPoint(ReadOnlySpan<double> seconds, ReadOnlySpan<double> values)
    {
        var times = new List<double>(values.Length);
        var levels = new List<double>(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (double.IsFinite(values[i]))
            {
                times.Add(seconds[i]);
                levels.Add(values[i]);
            }
        }

        return new TrendBlocks(seconds[0], seconds[^1], times.Count, [.. times], [.. levels], [.. Enumerable.Range(0, times.Count)]);
    }

    /// <summary>How many blocks a window is cut into: half an hour each over days, never more than <see cref="TrendThresholds.MostBlocks"/>, and never so
    /// many that a block has too few points for its minimum to mean something.</summary>
    private static int BlockCount(int points, double window)
    {
        double byTime = Math.Clamp(window / TrendThresholds.LongBlockSeconds, TrendThresholds.MostBlocksOfAShortWindow, TrendThresholds.MostBlocks);
        double byPoints = Math.Max(TrendThresholds.EachPointUpTo, 2 * Math.Sqrt(points));
        return (int)Math.Min(points, Math.Min(byTime, byPoints));
    }

    private static (int First, int Last, int Points) Extent(ReadOnlySpan<double> seconds, ReadOnlySpan<double> values, double notBefore)
    {
        (int first, int last, int points) = (-1, -1, 0);
        double before = double.NegativeInfinity;
        for (int i = 0; i < seconds.Length; i++)
        {
            if (!(seconds[i] >= before) || double.IsPositiveInfinity(seconds[i]))
            {
                throw new ArgumentException($"Expected times that ascend, found {seconds[i]} after {before} at position {i}.", nameof(seconds));
            }

            before = seconds[i];
            if (before >= notBefore && double.IsFinite(values[i]))
            {
                first = first < 0 ? i : first;
                last = i;
                points++;
            }
        }

        return (first, last, points);
    }
}
