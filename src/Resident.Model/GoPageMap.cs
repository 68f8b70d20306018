namespace Resident.Model;

/// <summary>The Go heap page by page: what each holds, and whether it is in RAM.</summary>
public sealed record GoPageMap
{
    /// <summary>Gets when it was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets the bytes of a page of the Go heap: 8192. The kernel's pages are smaller.</summary>
    public required int PageBytes { get; init; }

    /// <summary>Gets the heap's parts, by address.</summary>
    public required IReadOnlyList<GoPageRegion> Regions { get; init; }

    /// <summary>Gets the sums, one entry a kind, in the order of <see cref="GoPageKind"/>.</summary>
    public required IReadOnlyList<GoPageTotals> Totals { get; init; }

    /// <summary>Gets the bytes of the heap that huge pages back, or null where it was not asked for.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Gets the bytes that the heap gave back and the kernel still counts until it needs them, or null.</summary>
    public ByteSize? LazyFree { get; init; }

    /// <summary>Gets the spans that the pages were joined with.</summary>
    public required GoSpanTable Spans { get; init; }
}
