namespace Resident.Sources.GoTrace.Torn;

/// <summary>One way to read the lines so far: which bytes are the trace's, and which the program's.</summary>
internal struct TornPath
{
    /// <summary>The place in the grammar.</summary>
    public int State;

    /// <summary>How many tokens were read.</summary>
    public int Tokens;

    /// <summary>How unlikely the reading is; 0: the program's lines begin where lines like them begin.</summary>
    public int Cost;

    /// <summary>The last piece's place among all, or -1.</summary>
    public int Piece;

    /// <summary>Where the program's text began on the line read last.</summary>
    public int AppFrom;
}
