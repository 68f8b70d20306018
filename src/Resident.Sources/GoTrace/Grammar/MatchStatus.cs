namespace Resident.Sources.GoTrace.Grammar;

/// <summary>How far a text follows a grammar.</summary>
internal enum MatchStatus
{
    /// <summary>The whole line was read.</summary>
    Done,

    /// <summary>All bytes fit, and the line goes on.</summary>
    NeedMore,

    /// <summary>A byte does not fit.</summary>
    Mismatch,
}
