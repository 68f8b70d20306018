namespace Resident.Model;

/// <summary>All spans of a Go heap.</summary>
/// <remarks>Reading them takes milliseconds, in which some change: on a busy heap the sums are off by about half a percent.</remarks>
public sealed record GoSpanTable
{
    /// <summary>Gets when they were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the spans in use and those for stacks, by address.</summary>
    public required IReadOnlyList<GoSpan> Spans { get; init; }

    /// <summary>Gets one entry for each size class that has a span, the smallest objects first, class 0 last.</summary>
    public required IReadOnlyList<GoSizeClassUse> SizeClasses { get; init; }

    /// <summary>Gets the bytes of spans with objects: HeapInuse.</summary>
    public required ByteSize InUse { get; init; }

    /// <summary>Gets the bytes of spans for stacks and the collector's work lists.</summary>
    public required ByteSize Manual { get; init; }
}
