namespace Resident.Model.Verdicts;

/// <summary>Something to do.</summary>
public sealed record VerdictAction
{
    /// <summary>Gets what: the sentence is in Reporting.</summary>
    public required VerdictFact Text { get; init; }

    /// <summary>Gets the exact line to type or to set, or null.</summary>
    public string? Command { get; init; }

    /// <summary>Gets the bytes that RES is expected to fall by, or null where it only stops rising or that is not known.</summary>
    public ByteSize? Effect { get; init; }

    /// <summary>Gets what may go wrong: "none", "low", "medium" or "high".</summary>
    public required string Risk { get; init; }
}
