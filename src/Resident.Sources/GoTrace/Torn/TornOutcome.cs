namespace Resident.Sources.GoTrace.Torn;

/// <summary>What a search for the pieces of a torn line came to.</summary>
internal enum TornOutcome
{
    /// <summary>More bytes must come first.</summary>
    Undecided,

    /// <summary>The pieces make a whole line.</summary>
    Whole,

    /// <summary>The pieces make a whole line, and others make another as likely.</summary>
    Ambiguous,

    /// <summary>The line began beyond doubt, and its end did not come.</summary>
    Broken,

    /// <summary>It is the program's own text.</summary>
    Failed,
}
