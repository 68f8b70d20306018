namespace Resident.Model;

/// <summary>How one series moved over a window: the simplest shape that explains it, and how sure that is. Values are in the series' own
/// unit, mostly bytes; times are seconds on the series' own clock.</summary>
/// <remarks>The noise's autocorrelation is in every interval. docs/trends.md tells the procedure and what it was held to.</remarks>
public sealed record Trend
{
    /// <summary>Gets the shape.</summary>
    public required TrendShape Shape { get; init; }

    /// <summary>Gets how far the shape can be relied on.</summary>
    public required TrendConfidence Confidence { get; init; }

    /// <summary>Gets why the confidence is what it is.</summary>
    public required TrendReason Reason { get; init; }

    /// <summary>Gets when the part of the series that was used begins: at its first point, or at the last restart.</summary>
    public required double FromSeconds { get; init; }

    /// <summary>Gets when the series ends.</summary>
    public required double ToSeconds { get; init; }

    /// <summary>Gets how many points were used.</summary>
    public required int Points { get; init; }

    /// <summary>Gets the change an hour at the window's end, a change of level and the daily cycle taken out. Constant and step shapes have
    /// one too, with an interval around zero. NaN for fewer than two points or a window without length.</summary>
    public required double SlopePerHour { get; init; }

    /// <summary>Gets the lower end of the slope's 95 % interval.</summary>
    public required double SlopeLow { get; init; }

    /// <summary>Gets the upper end of the slope's 95 % interval.</summary>
    public required double SlopeHigh { get; init; }

    /// <summary>Gets the level at the window's begin as the shape has it, noise and daily cycle taken out. NaN without points.</summary>
    public required double LevelFrom { get; init; }

    /// <summary>Gets the level at the window's end as the shape has it, noise and daily cycle taken out. NaN without points.</summary>
    public required double LevelTo { get; init; }

    /// <summary>Gets the standard deviation of what the shape leaves unexplained in the block minima.</summary>
    public required double ResidualDeviation { get; init; }

    /// <summary>Gets when the level changed; null where it did not.</summary>
    public double? ChangeAtSeconds { get; init; }

    /// <summary>Gets the level that a saturating series approaches; null for the other shapes.</summary>
    public double? Ceiling { get; init; }

    /// <summary>Gets the seconds in which a settling series covers 63 % of what is left; null where nothing settles. A line that
    /// settled first has one too.</summary>
    public double? TimeConstantSeconds { get; init; }

    /// <summary>Gets the length of the cycle that was taken out, seconds; 86,400 for a daily one; null where there is none.</summary>
    public double? CycleSeconds { get; init; }

    /// <summary>Gets how far the cycle swings to either side; 0 where there is none.</summary>
    public double CycleAmplitude { get; init; }

    /// <summary>Gets a value indicating whether a daily cycle was taken out.</summary>
    public bool HasDailyCycle => CycleSeconds == 86_400;

    /// <summary>Gets the window's length in seconds.</summary>
    public double WindowSeconds => ToSeconds - FromSeconds;

    /// <summary>Gets the change from the window's begin to its end, noise and daily cycle taken out.</summary>
    public double Change => LevelTo - LevelFrom;

    /// <summary>Gets a value indicating whether it rises without an end in sight: a line whose whole interval is above zero. What the
    /// confidence says still holds.</summary>
    public bool KeepsRising => Shape == TrendShape.Line && SlopeLow > 0;

    /// <summary>Gets a value indicating whether it falls without an end in sight.</summary>
    public bool KeepsFalling => Shape == TrendShape.Line && SlopeHigh < 0;

    /// <summary>Tells when the series reaches a limit.</summary>
    /// <param name="limit">The limit, in the series' unit.</param>
    /// <returns>Seconds after the window's end, expected and at the slope's interval's ends; null where it is not on its way there: not
    /// rising, or settling below the limit. Zeros where the limit is reached.</returns>
    public TrendForecast? Until(double limit)
    {
        double missing = limit - LevelTo;
        if (double.IsNaN(missing))
        {
            return null;
        }

        if (missing <= 0)
        {
            return new TrendForecast(0, 0, 0);
        }

        return Shape switch
        {
            TrendShape.Line when SlopePerHour > 0 => new TrendForecast(At(missing, SlopePerHour), At(missing, SlopeHigh), SlopeLow > 0 ? At(missing, SlopeLow) : null),
            TrendShape.Saturating => Settling(limit),
            _ => null,
        };
    }

    private static double At(double missing, double slopePerHour) => missing / slopePerHour * 3600;

    private TrendForecast? Settling(double limit)
    {
        if (Ceiling is not double ceiling || TimeConstantSeconds is not double constant || ceiling <= limit || ceiling <= LevelTo)
        {
            return null;
        }

        double seconds = constant * Math.Log((ceiling - LevelTo) / (ceiling - limit));
        return new TrendForecast(seconds, seconds, Latest: null);
    }
}
