namespace Resident.Model.Observations;

/// <summary>The sampled objects of one stack, of all sizes: totals since the process started, not scaled up.</summary>
public sealed record StackAllocations
{
    /// <summary>Gets what tells this stack from all others of the process, as long as it lives.</summary>
    public required ulong Key { get; init; }

    /// <summary>Gets the place that a person can change.</summary>
    public required GoFrame Place { get; init; }

    /// <summary>Gets where it was called from, innermost first, at most 8.</summary>
    public IReadOnlyList<GoFrame> Callers { get; init; } = [];

    /// <summary>Gets the allocations until now.</summary>
    public required long Allocs { get; init; }

    /// <summary>Gets the ones from before the last mark ended.</summary>
    public required long MarkedAllocs { get; init; }

    /// <summary>Gets the ones from before the mark before the last one ended.</summary>
    public required long SweptAllocs { get; init; }

    /// <summary>Gets the frees until now.</summary>
    public required long Frees { get; init; }

    /// <summary>Gets the bytes that one sampled object stands for: its size over the probability that it was sampled,
    /// the mean over those that were allocated.</summary>
    public required double BytesPerSample { get; init; }

    /// <summary>Gets the bytes in use now, scaled up, garbage that was not swept yet included.</summary>
    public required double HeldBytes { get; init; }
}
