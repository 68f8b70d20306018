using Resident.Model.Ledgers;

namespace Resident.Model.Verdicts;

/// <summary>A cause of growth or of a level.</summary>
public sealed record VerdictCause
{
    /// <summary>Gets the verdict, as in "go-live-heap-leak".</summary>
    public required string Verdict { get; init; }

    /// <summary>Gets the term of the ledger that it shows in, or null where it shows in none (a container's page cache).</summary>
    public LedgerTermId? Term { get; init; }

    /// <summary>Gets the bytes that it explains: a change, or a level where nothing changed.</summary>
    public required ByteSize Change { get; init; }

    /// <summary>Gets its share of RES's change, or of RES where nothing changed; 0 to 1, above 1 where another term fell.</summary>
    public double Share { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Change"/> is a level that came about before the window.</summary>
    public bool IsLevel { get; init; }

    /// <summary>Gets the terms of the ledger whose rise it explains; empty where it explains none.</summary>
    public IReadOnlyList<LedgerTermId> Terms { get; init; } = [];

    /// <summary>Gets a value indicating whether RES rose by less than half of it.</summary>
    public bool IsMasked { get; init; }

    /// <summary>Gets the term whose fall is why RES shows less of it, or null where it shows, or no term fell by that
    /// much.</summary>
    public VerdictFall? Fall { get; init; }

    /// <summary>Gets what speaks for it, the strongest first.</summary>
    public IReadOnlyList<VerdictFact> Evidence { get; init; } = [];
}
