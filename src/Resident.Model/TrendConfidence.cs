namespace Resident.Model;

/// <summary>How far a trend's shape can be relied on.</summary>
public enum TrendConfidence
{
    /// <summary>The window is too short to know; the slope tells what happened in it and promises nothing.</summary>
    Provisional,

    /// <summary>The shape is likely, and another one is nearly as likely.</summary>
    Low,

    /// <summary>The shape is clear, and the window leaves one named explanation open.</summary>
    Medium,

    /// <summary>The window is long enough, and the shape is clearly better than any other.</summary>
    High,
}
