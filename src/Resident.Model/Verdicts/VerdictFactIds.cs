namespace Resident.Model.Verdicts;

/// <summary>The facts that change how an answer is put, beside being evidence.</summary>
public static class VerdictFactIds
{
    /// <summary>Too few samples for any shape.</summary>
    public const string FewSamples = "few-samples";

    /// <summary>Too few GC cycles to know whether what is live goes on rising.</summary>
    public const string FewCycles = "few-cycles";

    /// <summary>No source tells RES.</summary>
    public const string ResNotTold = "res-not-told";

    /// <summary>No source tells RES, and no GC cycle has told what is live.</summary>
    public const string ResNotToldNorLive = "res-not-told-heap";

    /// <summary>RES rises, and nothing is told of what it is made of.</summary>
    public const string ResAloneRises = "res-alone-rises";

    /// <summary>What lies outside the Go heap rises, and is not split further.</summary>
    public const string OutsideHeapRises = "outside-heap-rises";

    /// <summary>What is not live rises, and is not split further.</summary>
    public const string RestRises = "rest-rises";

    /// <summary>Anonymous memory rises in a program of which nothing is known.</summary>
    public const string UnknownRuntimeRises = "unknown-runtime-rises";

    /// <summary>RES stays, in a program of which nothing is known.</summary>
    public const string UnknownRuntimeLevel = "unknown-runtime-level";

    /// <summary>Objects that were allocated and never written: they are not in RAM.</summary>
    public const string Unwritten = "live-unwritten";

    /// <summary>Of a place's objects next to none were freed.</summary>
    public const string NoneFreed = "none-freed";

    /// <summary>A place frees nothing now, and did before: what it holds may go as that went.</summary>
    public const string FreedBefore = "freed-before";

    /// <summary>Live may grow by more than is small: its upper bound.</summary>
    public const string GrowthOpen = "growth-open";

    /// <summary>What is live is not known, and RES does not tell it.</summary>
    public const string LiveNotKnown = "live-not-known";

    /// <summary>A term outside the heap rises in both halves of the window.</summary>
    public const string TermRises = "term-rises";

    /// <summary>Goroutines become more in both halves of the window.</summary>
    public const string GoroutinesRise = "goroutines-become-more";

    /// <summary>Large blocks came and stayed, as do the tables of what is filled on.</summary>
    public const string TableMayFill = "table-may-fill";

    /// <summary>RES changed and no rule claims it.</summary>
    public const string Unexplained = "unexplained";

    /// <summary>RES changed, and rules claim less than half of it.</summary>
    public const string UnexplainedPart = "unexplained-part";
}
