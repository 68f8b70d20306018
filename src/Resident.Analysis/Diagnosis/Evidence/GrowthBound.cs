using Resident.Analysis.Diagnosis.Series;
using Resident.Model;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>How fast a series may grow at the most, given its points.</summary>
/// <param name="Points">How many points it rests on.</param>
/// <param name="Seconds">Over which time.</param>
/// <param name="Slope">The slope, bytes a second.</param>
/// <param name="Error">Its standard error, bytes a second; infinite where there are too few points.</param>
/// <param name="Freedom">The degrees of freedom.</param>
internal sealed record GrowthBound(int Points, double Seconds, double Slope, double Error, double Freedom)
{
    /// <summary>Below so many standard errors, a slope is none.</summary>
    public const double NoSlope = 1.7;

    /// <summary>The same of a trend of hours, whose shape was chosen: half of its 95 % interval.</summary>
    public const double NoSlopeOfATrend = 1.96;

    /// <summary>From so many on, there is one.</summary>
    public const double SureSlope = 3;

    // A slope of so many standard errors is found in 95 of 100 windows, and in 1 of 2,000 taken for none.
    private const double FoundSlope = 5.05;
    private const double OneSided95 = 1.645;
    private const int LeastPoints = 4;
    private const int LeastForACorrelation = 8;
    private const double MostCorrelation = 0.9;

    // Below this, two marks of the same heap differ by the objects of the moment.
    private const double LeastDeviation = 4096;

    public static GrowthBound Unknown { get; } = new(0, 0, 0, double.PositiveInfinity, 0);

    /// <summary>Gets how many standard errors the slope is.</summary>
    public double Significance => double.IsPositiveInfinity(Error) ? 0 : Slope / Error;

    /// <summary>Gets how many standard errors a slope through so few points has to be.</summary>
    public double SureSignificance => SureSlope * Quantile / OneSided95;

    /// <summary>Gets the upper bound of the growth over the time, bytes; 95 %, one-sided. A fall does not make up for
    /// what its noise may hide.</summary>
    public double Upper => (Math.Max(0, Slope) + (Quantile * Error)) * Seconds;

    /// <summary>Gets the smallest slope that would have been found, bytes a second.</summary>
    public double Detectable => FoundSlope * Quantile / OneSided95 * Error;

    // Student's quantile by its expansion around the normal one (Abramowitz and Stegun, 26.7.5).
    private double Quantile => Freedom <= 0 ? double.PositiveInfinity : OneSided95 + (1.524 / Freedom) + (1.42 / (Freedom * Freedom));

    /// <summary>Takes the bound from a trend: of hours and days, or with a cycle in it.</summary>
    public static GrowthBound Of(Trend trend) => double.IsFinite(trend.SlopeLow) && double.IsFinite(trend.SlopeHigh)
        ? new(trend.Points, trend.WindowSeconds, trend.SlopePerHour / 3600, Math.Max((trend.SlopeHigh - trend.SlopeLow) / (2 * 1.96) / 3600, double.Epsilon), trend.Points)
        : Unknown;

    /// <summary>Fits a line by least squares; neighbours that resemble each other count as fewer points.</summary>
    /// <param name="series">The series.</param>
    public static GrowthBound Of(TimeSeries series)
    {
        int count = series.Count;
        if (count < LeastPoints || series.Seconds[^1] <= series.Seconds[0])
        {
            return Unknown;
        }

        double middle = series.Seconds.Average();
        double mean = series.Values.Average();
        double squares = 0;
        double products = 0;
        for (int i = 0; i < count; i++)
        {
            double time = series.Seconds[i] - middle;
            squares += time * time;
            products += time * (series.Values[i] - mean);
        }

        double slope = products / squares;
        double[] rest = [.. series.Values.Select((value, i) => value - mean - (slope * (series.Seconds[i] - middle)))];
        double variance = rest.Sum(static value => value * value) / (count - 2);
        double correlation = count < LeastForACorrelation ? 0 : Correlation(rest);
        double inflation = (1 + correlation) / (1 - correlation);
        double error = Math.Sqrt(Math.Max(variance, LeastDeviation * LeastDeviation) * inflation / squares);
        return new(count, series.Seconds[^1] - series.Seconds[0], slope, error, Math.Max(1, (count / inflation) - 2));
    }

    private static double Correlation(double[] rest)
    {
        double square = 0;
        double product = 0;
        for (int i = 0; i < rest.Length; i++)
        {
            square += rest[i] * rest[i];
            product += i > 0 ? rest[i] * rest[i - 1] : 0;
        }

        return square <= 0 ? 0 : Math.Clamp(product / square, 0, MostCorrelation);
    }
}
