namespace Resident.Model;

/// <summary>Why a trend's confidence is what it is.</summary>
public enum TrendReason
{
    /// <summary>The window is long enough, and the shape stands apart from every other.</summary>
    Clear,

    /// <summary>There are fewer points than a shape can be told from.</summary>
    FewPoints,

    /// <summary>The window is shorter than <see cref="TrendOptions.ProvisionalSeconds"/>, and the change is not far above the noise.</summary>
    ShortWindow,

    /// <summary>The window is short, and the change in it is more than ten times the noise.</summary>
    ShortWindowLargeChange,

    /// <summary>The window is shorter than one and a half days: a daily load would look the same.</summary>
    DailyCyclePossible,

    /// <summary>Another shape explains the series nearly as well.</summary>
    ShapesClose,

    /// <summary>It settles, and the window is shorter than three time constants: a slow rise would look the same.</summary>
    StillSettling,

    /// <summary>The level changed so near the window's end that it is not known whether it stays.</summary>
    RecentChange,
}
