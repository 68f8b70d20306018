namespace Resident.Model;

/// <summary>How a series moves over its window, the daily cycle aside.</summary>
public enum TrendShape
{
    /// <summary>It stays at one level, its noise aside.</summary>
    Constant,

    /// <summary>It changed level once and stays at the new one.</summary>
    Step,

    /// <summary>It approaches a ceiling (or a floor), ever more slowly.</summary>
    Saturating,

    /// <summary>It rises or falls at one rate; it may have changed level once, or settled, besides.</summary>
    Line,
}
