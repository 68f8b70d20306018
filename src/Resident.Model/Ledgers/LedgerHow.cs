namespace Resident.Model.Ledgers;

/// <summary>How a term of the ledger was measured.</summary>
public enum LedgerHow
{
    /// <summary>The kernel or the runtime counts it.</summary>
    Exact,

    /// <summary>It follows from figures that are counted, as a difference or a join of two of them.</summary>
    Derived,

    /// <summary>It rests on an assumption, which the documentation of the ledger names.</summary>
    Estimated,
}
