using Resident.Model;

namespace Resident.Analysis.Trends;

/// <summary>Tells how a series moves: at one level, in a step, towards a ceiling, or in a line.</summary>
public static class TrendAnalysis
{
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
        double window = blocks.WindowSeconds;
        if (blocks.Count < 2 || !(window > 0))
        {
            return TrendAnswer.WithoutSlope(blocks);
        }

        if (blocks.Points < TrendThresholds.FewPoints)
        {
            return TrendOfFew.Answer(blocks, options);
        }

        double origin = blocks.Values[0];
        bool isLong = window >= TrendThresholds.LongWindowSeconds;
        var fitter = new TrendFitter(
            [.. blocks.Seconds.Select(time => (time - blocks.FromSeconds) / window)],
            [.. blocks.Values.Select(value => value - origin)],
            blocks.Numbers,
            isLong ? TrendThresholds.WindowMemories : TrendThresholds.MemoriesOfAShortWindow,
            options.SmallestChange * TrendThresholds.SmallestDeviationPart);
        // Where nothing that matters moves, only the slope is asked for: most figures of most services.
        bool isFlat = blocks.Values.Max() - origin < options.SmallestChange && origin - blocks.Values.Min() < options.SmallestChange;
        bool knowsDays = window >= options.DailyCycleSeconds * TrendThresholds.NearlyAll;
        var search = isFlat ? TrendSearch.RunFlat(fitter) : TrendSearch.Run(fitter, knowsDays ? TrendThresholds.DaySeconds / window : 0);
        if (search.Bounded is null || search.Line is null)
        {
            return TrendAnswer.OfFewPoints(blocks);
        }

        (var chosen, double distance) = Choose(search, origin, isLong, options);
        return TrendAnswer.Of(blocks, origin, fitter, chosen, distance, options);
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

    /// <summary>Chooses the model, and tells by how much of the criterion it is ahead of the next kind.</summary>
    /// <remarks>A line must be better than what has settled by a margin. A settling whose end the window does not show must be better than a line by
    /// one: both say that it still rises, and every line can be bent a little to suit the noise.</remarks>
    private static (TrendFit Chosen, double Distance) Choose(TrendSearch search, double origin, bool isLong, TrendOptions options)
    {
        (var line, var settled) = (search.Line!, search.Bounded!);
        double toBeat = settled.Criterion - TrendThresholds.LineMargin;
        double unsettled = search.Unsettled?.Criterion ?? double.PositiveInfinity;
        double best = Math.Min(line.Criterion, unsettled);
        unsettled += TrendThresholds.BendMargin;
        if (!Matters(line, origin, isLong, options) || best >= toBeat)
        {
            return (settled, Math.Abs(best - settled.Criterion));
        }

        return line.Criterion <= unsettled
            ? (line, Math.Min(toBeat - line.Criterion, unsettled - line.Criterion))
            : (search.Unsettled!, line.Criterion - unsettled);
    }

    private static bool Matters(TrendFit line, double origin, bool isLong, TrendOptions options)
    {
        double change = Math.Abs(line.Coefficients[1]);
        double level = Math.Abs(origin + line.Coefficients[0]);
        return change >= Math.Max(options.SmallestChange, options.SmallestChangeShare * level)
            && (!isLong || change >= TrendThresholds.ChangeOverNoise * line.Deviation)
            && change > (isLong ? TrendThresholds.SureRate : 1) * TrendAnswer.IntervalWidth(line, line.Errors[1]);
    }
}
