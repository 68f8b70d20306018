namespace Resident.Model.Verdicts;

/// <summary>How far a verdict may be trusted.</summary>
public enum Confidence
{
    /// <summary>The window is too short to know: what is said of it is true, what follows for days is not known.</summary>
    Provisional,

    /// <summary>The figures contradict one another, or most of them are missing.</summary>
    Low,

    /// <summary>The cause is clear, its shape over time is not.</summary>
    Medium,

    /// <summary>Cause and shape are clear.</summary>
    High,
}
