namespace Resident.Sources.GoTrace;

/// <summary>The ways in which a candidate ends.</summary>
internal enum TraceOutcome
{
    /// <summary>It is the program's own text. Nothing was passed on or taken yet.</summary>
    Rejected,

    /// <summary>Bytes up to the position were passed on or taken.</summary>
    Taken,

    /// <summary>More bytes must come first. Bytes before the position may be passed on.</summary>
    Undecided,
}
