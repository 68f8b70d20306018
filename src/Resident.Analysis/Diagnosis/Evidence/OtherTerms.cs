using Resident.Analysis.Diagnosis.Series;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>Tells slow growth outside the heap, where figures have hardly any noise.</summary>
internal static class OtherTerms
{
    private const double LeastBytes = 128 * 1024;
    private const double LeastGoroutines = 4;
    private const int LeastPoints = 6;
    private const double LeastOfHalf = 0.2;

    // A rise in one or two steps is none that goes on.
    private const int LeastSteps = 4;

    /// <summary>Tells whether bytes rise in both halves of the window, in several steps.</summary>
    public static bool IsRising(TimeSeries series) => series.Last - series.First >= LeastBytes && GoesOn(series);

    /// <summary>Tells whether goroutines become more in both halves of the window.</summary>
    public static bool AreMore(TimeSeries goroutines) =>
        goroutines.Last - goroutines.First >= LeastGoroutines && goroutines.Last >= goroutines.Max - 1 && GoesOn(goroutines);

    private static bool GoesOn(TimeSeries series)
    {
        if (series.Count < LeastPoints)
        {
            return false;
        }

        double gained = series.Last - series.First;
        double half = series.At((series.Seconds[0] + series.Seconds[^1]) / 2) - series.First;
        int steps = 0;
        double highest = series.First;
        for (int i = 1; i < series.Count; i++)
        {
            steps += series.Values[i] > highest ? 1 : 0;
            highest = Math.Max(highest, series.Values[i]);
        }

        return steps >= LeastSteps && half >= LeastOfHalf * gained && half <= (1 - LeastOfHalf) * gained && GrowthBound.Of(series).Significance >= GrowthBound.SureSlope;
    }
}
