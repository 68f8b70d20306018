using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells the shape of a series of seconds to minutes: the simplest shape that explains it, by the Bayesian information criterion.</summary>
/// <remarks>Noise below <see cref="TrendOptions.SmallestChange"/> is not modelled. Longer series belong to the trend analysis, which knows of
/// days.</remarks>
internal static class ShortTrend
{
    private const int LeastPoints = 6;
    private const int MostPoints = 96;

    /// <summary>Analyses a series.</summary>
    public static Trend Analyse(TimeSeries series, TrendOptions options)
    {
        double[] times = series.Seconds;
        double[] values = series.Values;
        if (values.Length > MostPoints)
        {
            (times, values) = Thin(times, values);
        }

        if (values.Length < LeastPoints || times[^1] <= times[0])
        {
            return Few(series);
        }

        double level = values.Average(Math.Abs);
        double smallest = Math.Max(options.SmallestChange, options.SmallestChangeShare * level);
        double noise = smallest / 8;
        var fits = ShapeFits.All(times, values).ToList();
        var best = fits[0];
        double bestScore = double.PositiveInfinity;
        foreach (var fit in fits)
        {
            double score = (values.Length * Math.Log((fit.SquaredError / values.Length) + (noise * noise)))
                + (fit.Parameters * Math.Log(values.Length) * 1.5);
            if (score < bestScore)
            {
                (best, bestScore) = (fit, score);
            }
        }

        if (best.Shape != TrendShape.Constant && Math.Abs(best.LevelTo - best.LevelFrom) < smallest)
        {
            best = fits.First(static fit => fit.Shape == TrendShape.Constant && fit.Cycle is null);
        }

        return ToTrend(series, best, values.Length);
    }

    private static (double[] Times, double[] Values) Thin(double[] times, double[] values)
    {
        double[] thinTimes = new double[MostPoints];
        double[] thinValues = new double[MostPoints];
        for (int i = 0; i < MostPoints; i++)
        {
            int from = (int)((long)i * values.Length / MostPoints);
            int to = Math.Max(from + 1, (int)((long)(i + 1) * values.Length / MostPoints));
            thinTimes[i] = times.AsSpan(from, to - from).ToArray().Average();
            thinValues[i] = values.AsSpan(from, to - from).ToArray().Average();
        }

        return (thinTimes, thinValues);
    }

    private static Trend ToTrend(TimeSeries series, ShapeFit fit, int points)
    {
        double window = series.Seconds[^1] - series.Seconds[0];
        double deviation = Math.Sqrt(fit.SquaredError / Math.Max(1, points - fit.Parameters));
        // The standard error of a slope over n points is s·√12 / (T·√n); neighbours are alike, so that n counts half.
        double error = 2 * deviation * Math.Sqrt(12) / (window * Math.Sqrt(points / 2.0));
        bool isLarge = Math.Abs(fit.LevelTo - fit.LevelFrom) > 10 * deviation;
        return new()
        {
            Shape = fit.Shape,
            Confidence = TrendConfidence.Provisional,
            Reason = isLarge ? TrendReason.ShortWindowLargeChange : TrendReason.ShortWindow,
            FromSeconds = series.Seconds[0],
            ToSeconds = series.Seconds[^1],
            Points = series.Count,
            SlopePerHour = fit.Slope * 3600,
            SlopeLow = (fit.Slope - error) * 3600,
            SlopeHigh = (fit.Slope + error) * 3600,
            LevelFrom = fit.LevelFrom,
            LevelTo = fit.LevelTo,
            ResidualDeviation = deviation,
            ChangeAtSeconds = fit.ChangeAt,
            Ceiling = fit.Ceiling,
            TimeConstantSeconds = fit.TimeConstant,
            CycleSeconds = fit.Cycle,
            CycleAmplitude = fit.Amplitude,
        };
    }

    private static Trend Few(TimeSeries series) => new()
    {
        Shape = TrendShape.Constant,
        Confidence = TrendConfidence.Provisional,
        Reason = TrendReason.FewPoints,
        FromSeconds = series.Count == 0 ? 0 : series.Seconds[0],
        ToSeconds = series.Count == 0 ? 0 : series.Seconds[^1],
        Points = series.Count,
        SlopePerHour = double.NaN,
        SlopeLow = double.NaN,
        SlopeHigh = double.NaN,
        LevelFrom = series.Count == 0 ? double.NaN : series.First,
        LevelTo = series.Count == 0 ? double.NaN : series.Last,
        ResidualDeviation = 0,
    };
}
