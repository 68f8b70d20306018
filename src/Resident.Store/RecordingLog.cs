namespace Resident.Store;

/// <summary>The logs of a recording: tables of rows whose columns are series. The numbers are part of the format.</summary>
public enum RecordingLog
{
    /// <summary>No log.</summary>
    None = 0,

    /// <summary>One row a sample.</summary>
    Samples = 1,

    /// <summary>One row a GC cycle.</summary>
    Cycles = 2,

    /// <summary>One row a line of the scavenger.</summary>
    Scavenges = 3,

    /// <summary>One row a ledger.</summary>
    Ledgers = 4,
}
