namespace Resident.Monitoring.History;

/// <summary>A stretch of one series, at most as many columns as were asked for.</summary>
/// <remarks>The four arrays have one length. A column without a value is left out.</remarks>
public sealed record SeriesWindow
{
    /// <summary>Gets an empty window.</summary>
    public static SeriesWindow Empty { get; } = new()
    {
        TimesUnixMs = [],
        Min = [],
        Max = [],
        Last = [],
        IsRaw = true,
    };

    /// <summary>Gets the time of each column's last value, milliseconds since 1970, rising.</summary>
    public required IReadOnlyList<long> TimesUnixMs { get; init; }

    /// <summary>Gets the smallest value of each column.</summary>
    public required IReadOnlyList<double> Min { get; init; }

    /// <summary>Gets the largest value of each column.</summary>
    public required IReadOnlyList<double> Max { get; init; }

    /// <summary>Gets the last value of each column.</summary>
    public required IReadOnlyList<double> Last { get; init; }

    /// <summary>Gets a value indicating whether every value that was taken is here, so that Min, Max and Last are the same.</summary>
    public required bool IsRaw { get; init; }
}
