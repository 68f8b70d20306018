namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Values over time: seconds since the window's start, ascending.</summary>
/// <param name="Seconds">The times.</param>
/// <param name="Values">The values, in the same order.</param>
internal sealed record TimeSeries(double[] Seconds, double[] Values)
{
    /// <summary>Gets the number of points.</summary>
    public int Count => Values.Length;

    /// <summary>Gets the first value, or 0.</summary>
    public double First => Count == 0 ? 0 : Values[0];

    /// <summary>Gets the last value, or 0.</summary>
    public double Last => Count == 0 ? 0 : Values[^1];

    /// <summary>Gets the largest value, or 0.</summary>
    public double Max => Count == 0 ? 0 : Values.Max();

    /// <summary>Gets the smallest value, or 0.</summary>
    public double Min => Count == 0 ? 0 : Values.Min();

    /// <summary>Gets by how much the level of the window's last fifth lies above that of its first one.</summary>
    public double Risen => MedianBetween(0.8, 1) - MedianBetween(0, 0.2);

    /// <summary>Gets the last value at or before a time, or the first; 0 without points.</summary>
    public double At(double seconds)
    {
        if (Count == 0)
        {
            return 0;
        }

        int found = Array.BinarySearch(Seconds, seconds);
        return Values[Math.Max(0, found >= 0 ? found : ~found - 1)];
    }

    /// <summary>Gets the series without what stood at one point only: each value the smaller one of itself and the next. One point shorter.</summary>
    public TimeSeries WithoutSpikes() => new(Seconds[..^1], [.. Values.Zip(Values.Skip(1), Math.Min)]);

    /// <summary>Gets the series without what was missing at one point only: each value the larger one of itself and the next. One point shorter.</summary>
    public TimeSeries WithoutDips() => new(Seconds[..^1], [.. Values.Zip(Values.Skip(1), Math.Max)]);

    /// <summary>Gets the series with its last value at a later time too.</summary>
    /// <param name="seconds">The time, at or after the last one.</param>
    public TimeSeries HeldUntil(double seconds) => new([.. Seconds, seconds], [.. Values, Last]);

    /// <summary>Takes the median of the points between two shares of the window.</summary>
    /// <param name="from">Where, 0 to 1.</param>
    /// <param name="to">To where, 0 to 1.</param>
    public double MedianBetween(double from, double to)
    {
        if (Count == 0)
        {
            return 0;
        }

        double start = Seconds[0] + (from * (Seconds[^1] - Seconds[0]));
        double end = Seconds[0] + (to * (Seconds[^1] - Seconds[0]));
        var part = new List<double>();
        for (int i = 0; i < Count; i++)
        {
            if (Seconds[i] >= start - 1e-9 && Seconds[i] <= end + 1e-9)
            {
                part.Add(Values[i]);
            }
        }

        if (part.Count == 0)
        {
            return from < 0.5 ? First : Last;
        }

        part.Sort();
        return (part[(part.Count - 1) / 2] + part[part.Count / 2]) / 2;
    }

    /// <summary>Makes the series of what is known.</summary>
    public static TimeSeries Of<T>(IReadOnlyList<T> items, Func<T, double> seconds, Func<T, double?> value)
    {
        var times = new List<double>(items.Count);
        var values = new List<double>(items.Count);
        foreach (var item in items)
        {
            // A clock that was set back tells the same time twice: what it says until it has caught up is left out.
            double time = seconds(item);
            if (value(item) is { } known && (times.Count == 0 || time >= times[^1]))
            {
                times.Add(time);
                values.Add(known);
            }
        }

        return new([.. times], [.. values]);
    }
}
