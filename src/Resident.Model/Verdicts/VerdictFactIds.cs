namespace Resident.Model.Verdicts;

/// <summary>The facts that change how an answer is put, beside being evidence.</summary>
public static class VerdictFactIds
{
    /// <summary>Too few samples for any shape.</summary>
    public const string FewSamples = "few-samples";

    /// <summary>Too few GC cycles to know whether what is live goes on rising.</summary>
    public const string FewCycles = "few-cycles";

    /// <summary>Objects that were allocated and never written: they are not in RAM.</summary>
    public const string Unwritten = "live-unwritten";
}
