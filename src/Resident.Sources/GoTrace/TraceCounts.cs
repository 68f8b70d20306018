namespace Resident.Sources.GoTrace;

/// <summary>What a <see cref="TraceSplitter"/> has seen since it began: totals.</summary>
public readonly record struct TraceCounts
{
    /// <summary>Gets the lines of the input, a last one without newline counted too.</summary>
    public long Lines { get; init; }

    /// <summary>Gets the bytes that were passed on.</summary>
    public long PassedBytes { get; init; }

    /// <summary>Gets the bytes that were taken out, prefixes of lines that had nothing else included. Together with those that were passed on
    /// they are the input.</summary>
    public long TraceBytes { get; init; }

    /// <summary>Gets GC cycles.</summary>
    public long GcCycles { get; init; }

    /// <summary>Gets scav and scvg lines.</summary>
    public long ScavengerLines { get; init; }

    /// <summary>Gets the lines that other output had torn and that were put together again.</summary>
    public long RepairedLines { get; init; }

    /// <summary>Gets the lines that began and never ended.</summary>
    public long IncompleteLines { get; init; }

    /// <summary>Gets the lines that hold the beginning of a trace line, and were passed on as the program's own text.
    /// Where such a line stands in another torn one, it may differ by one with the pieces that the input came
    /// in.</summary>
    public long UnreadLines { get; init; }
}
