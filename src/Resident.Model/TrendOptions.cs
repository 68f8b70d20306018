namespace Resident.Model;

/// <summary>What a trend analysis goes by. The defaults suit memory in bytes.</summary>
public sealed record TrendOptions
{
    /// <summary>Gets the defaults.</summary>
    public static TrendOptions Default { get; } = new();

    /// <summary>Gets the shortest window, seconds, whose shape is more than provisional. 6 hours.</summary>
    public double ProvisionalSeconds { get; init; } = 21_600;

    /// <summary>Gets the shortest window, seconds, in which a daily cycle is told from a line. 36 hours.</summary>
    public double DailyCycleSeconds { get; init; } = 129_600;

    /// <summary>Gets when the process started again or was replaced, seconds on the series' own clock, ascending. What lies before the
    /// last of them is not used: a trend never crosses runs. Empty: one run.</summary>
    public IReadOnlyList<double> RestartsAtSeconds { get; init; } = [];

    /// <summary>Gets the smallest growth over the window, as a share of the series' level, that is called a line. Below it the slope is
    /// told and the shape is constant. 2 %.</summary>
    public double SmallestChangeShare { get; init; } = 0.02;

    /// <summary>Gets the smallest growth over the window, in the series' unit, that is called a line. 256 KiB.</summary>
    public double SmallestChange { get; init; } = 262_144;
}
