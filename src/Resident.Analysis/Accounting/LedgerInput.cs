using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Accounting;

/// <summary>The readings of one moment that a ledger is made from. More of them allow more terms.</summary>
public sealed record LedgerInput
{
    /// <summary>Gets the kernel's view before the other readings.</summary>
    public required ProcessMemory Before { get; init; }

    /// <summary>Gets the kernel's view after them: its RES is what the terms add up to. Null: there was one reading only.</summary>
    public ProcessMemory? After { get; init; }

    /// <summary>Gets the mappings, or null where they may not be read.</summary>
    public MappingTotals? Mappings { get; init; }

    /// <summary>Gets the runtime's view, or null.</summary>
    public GoMemory? Go { get; init; }

    /// <summary>Gets the heap page by page, or null.</summary>
    public GoPageMap? Pages { get; init; }

    /// <summary>Gets a value indicating whether these are readings of the past, of which nothing can be read
    /// again.</summary>
    public bool IsRecorded { get; init; }

    /// <summary>Gets a value indicating whether it is a Go program.</summary>
    public bool IsGo { get; init; }
}
