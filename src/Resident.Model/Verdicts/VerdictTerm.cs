using Resident.Model.Ledgers;

namespace Resident.Model.Verdicts;

/// <summary>A term of the ledger over the window.</summary>
public sealed record VerdictTerm
{
    /// <summary>Gets which one.</summary>
    public required LedgerTermId Id { get; init; }

    /// <summary>Gets its bytes at the window's start.</summary>
    public required ByteSize From { get; init; }

    /// <summary>Gets its bytes at the window's end.</summary>
    public required ByteSize To { get; init; }

    /// <summary>Gets the difference of the two.</summary>
    public ByteSize Change => To - From;

    /// <summary>Gets the slope, bytes an hour, or null where there are too few ledgers.</summary>
    public double? SlopePerHour { get; init; }

    /// <summary>Gets the slope's lower bound, or null.</summary>
    public double? SlopeLow { get; init; }

    /// <summary>Gets the slope's upper bound, or null.</summary>
    public double? SlopeHigh { get; init; }

    /// <summary>Gets its share of RES at the end, 0 to 1.</summary>
    public double Share { get; init; }

    /// <summary>Gets how it was measured.</summary>
    public required LedgerHow How { get; init; }
}
