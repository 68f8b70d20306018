using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells growth that goes on from growth that is over.</summary>
internal static class Rises
{
    /// <summary>The window, seconds, from which on the trend analysis is asked, which knows of noise, of days and of restarts.</summary>
    public const double LongSeconds = 3600;

    private const int Parts = 5;
    private const int FewPoints = 12;

    /// <summary>Tells whether a series rises until the window's end: in most of its parts, and in the last one.</summary>
    public static bool ToTheEnd(TimeSeries series, Trend trend)
    {
        if (trend.WindowSeconds >= LongSeconds || trend is { Shape: TrendShape.Line, CycleSeconds: not null })
        {
            return trend.KeepsRising;
        }

        if (series.Count < FewPoints)
        {
            return FewToTheEnd(series.Values);
        }

        double[] medians = new double[Parts];
        for (int i = 0; i < Parts; i++)
        {
            medians[i] = series.MedianBetween((double)i / Parts, (i + 1.0) / Parts);
        }

        double total = medians[^1] - medians[0];
        int rising = 0;
        for (int i = 1; i < Parts; i++)
        {
            rising += medians[i] - medians[i - 1] >= 0.05 * total ? 1 : 0;
        }

        return total > 0 && rising >= Parts - 2 && medians[^1] - medians[^2] >= 0.07 * total;
    }

    /// <summary>Tells whether what was gained is kept: the lowest value of the window's last third is above the first, and the last value is
    /// near the highest. Bursts lose what they gained.</summary>
    public static bool StaysUp(TimeSeries series, Trend trend, double change)
    {
        if (trend.CycleSeconds is not null || trend.WindowSeconds >= LongSeconds)
        {
            // The trend has taken the cycle out, or knows of days: its slope is what counts.
            return true;
        }

        double first = series.MedianBetween(0, 0.15);
        double lowest = double.PositiveInfinity;
        double start = series.Seconds[0] + (0.66 * (series.Seconds[^1] - series.Seconds[0]));
        for (int i = 0; i < series.Count; i++)
        {
            lowest = series.Seconds[i] >= start ? Math.Min(lowest, series.Values[i]) : lowest;
        }

        return lowest >= first + (0.25 * change) && series.Last >= 0.6 * series.Max;
    }

    // Few points, as those of a heap with a cycle every some seconds: most steps do not fall, the last value is the highest or near it, and a good
    // part of the rise came in the last third.
    private static bool FewToTheEnd(double[] values)
    {
        if (values.Length < 3)
        {
            return values is [var one, var other] && other > one;
        }

        int rising = 0;
        for (int i = 1; i < values.Length; i++)
        {
            rising += values[i] >= values[i - 1] ? 1 : 0;
        }

        double total = values[^1] - values[0];
        return total > 0 && rising >= 0.7 * (values.Length - 1) && values[^1] >= values.Max() - (0.1 * total)
            && values[^1] - values[(values.Length - 1) * 2 / 3] >= 0.12 * total;
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
        return part[part.Count / 5];
    }
}
