namespace Resident.Model.Ledgers;

/// <summary>RES at one moment, split into terms that add up to it.</summary>
public sealed record Ledger
{
    /// <summary>Gets when the figures were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets RES: the sum of the terms, to the byte.</summary>
    public required ByteSize Res { get; init; }

    /// <summary>Gets the terms, in the order of <see cref="LedgerTermId"/>. A term that is not in the list was not split off: it is not zero, but
    /// unknown.</summary>
    public required IReadOnlyList<LedgerTerm> Terms { get; init; }

    /// <summary>Gets what the split rests on, best first: "runtime", "smaps", "pagemap", "endpoint", "status".</summary>
    public required IReadOnlyList<string> Sources { get; init; }

    /// <summary>Gets the time between the first and the last of the readings that were joined.</summary>
    public TimeSpan Skew { get; init; }

    /// <summary>Gets figures that lie across the terms.</summary>
    public LedgerFigures Figures { get; init; } = new();

    /// <summary>Gets the mapped files and shared memory with the most in RAM, the largest first; at most 32.</summary>
    public IReadOnlyList<LedgerFile> Files { get; init; } = [];

    /// <summary>Gets what could not be told apart, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Gets a term's bytes.</summary>
    /// <returns>Null where the term was not split off.</returns>
    public ByteSize? ResidentOf(LedgerTermId term)
    {
        foreach (var candidate in Terms)
        {
            if (candidate.Id == term)
            {
                return candidate.Resident;
            }
        }

        return null;
    }
}
