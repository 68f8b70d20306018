using Resident.Model;

namespace Resident.Analysis.Trends;

/// <summary>Tells how a series moves: at one level, in a step, towards a ceiling, or in a line.</summary>
public static class TrendAnalysis
{
    private const double DaySeconds = 86_400;

    /// <summary>How much better than any bounded model a line must be, in the criterion: odds of about e^2.5 to 1 against the harmless answer.</summary>
    private const double LineMargin = 5;

    /// <summary>Noise below this part of the smallest change that matters is not told from none.</summary>
    private const double SmallestDeviationPart = 1.0 / 64;

    /// <summary>Analyses one series of one process.</summary>
    /// <param name="seconds">The times, seconds on any one clock, ascending. Gaps are allowed.</param>
    /// <param name="values">The values, one a time. What is not finite is left out.</param>
    /// <param name="options">What to go by; null: the defaults.</param>
    /// <returns>The trend. Any number of points is answered, none included.</returns>
    /// <exception cref="ArgumentException">The two have not the same length, or a time is before the one in front of it.</exception>
    /// <remarks>The points are read twice, and cut into at most 144 blocks; what follows costs the same for a minute and for three days.
    /// docs/trends.md tells the procedure.</remarks>
    public static Trend Analyse(ReadOnlySpan<double> seconds, ReadOnlySpan<double> values, TrendOptions? options = null)
    {
        if (seconds.Length != values.Length)
        {
            throw new ArgumentException($"Expected one value a time, found {seconds.Length} times and {values.Length} values.", nameof(values));
        }

        options ??= TrendOptions.Default;
        var blocks = TrendBlocks.Cut(seconds, values, LastRestart(options, seconds));
        double window = blocks.ToSeconds - blocks.FromSeconds;
        if (blocks.Count < 2 || !(window > 0))
        {
            return TrendAnswer.WithoutSlope(blocks);
        }

        double origin = blocks.Values[0];
        var fitter = new TrendFitter(
            [.. blocks.Seconds.Select(time => (time - blocks.FromSeconds) / window)],
            [.. blocks.Values.Select(value => value - origin)],
            blocks.Numbers,
            options.SmallestChange * SmallestDeviationPart);
        var search = TrendSearch.Run(fitter, window >= options.DailyCycleSeconds ? DaySeconds / window : 0);
        if (search.Bounded is null || search.Line is null)
        {
            return TrendAnswer.OfFewPoints(blocks);
        }

        bool isLine = IsLine(search, origin, options);
        return TrendAnswer.Of(blocks, origin, fitter, isLine ? search.Line : search.Bounded, isLine ? search.Bounded : search.Line, options);
    }

    private static double LastRestart(TrendOptions options, ReadOnlySpan<double> seconds)
    {
        double last = double.NegativeInfinity;
        foreach (double restart in options.RestartsAtSeconds)
        {
            last = seconds.Length > 0 && restart <= seconds[^1] ? Math.Max(last, restart) : last;
        }

        return last;
    }

    private static bool IsLine(TrendSearch search, double origin, TrendOptions options)
    {
        var line = search.Line!;
        double change = Math.Abs(line.Coefficients[1]);
        double level = Math.Abs(origin + line.Coefficients[0]);
        return line.Criterion + LineMargin < search.Bounded!.Criterion
            && change >= Math.Max(options.SmallestChange, options.SmallestChangeShare * level)
            && change > TrendAnswer.IntervalWidth(line, line.Errors[1]);
    }
}
