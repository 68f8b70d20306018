namespace Resident.Model;

/// <summary>How long the phases of the last completed GC cycle took, and the heap at each.</summary>
/// <remarks>Source: the collector's own times (work in runtime/mgc.go), the same as those in a GODEBUG=gctrace=1 line.</remarks>
public sealed record GoGcPhases
{
    /// <summary>Gets the stop-the-world time before marking, nanoseconds.</summary>
    public required long SweepTerminationNs { get; init; }

    /// <summary>Gets the time of concurrent marking, nanoseconds.</summary>
    public required long MarkNs { get; init; }

    /// <summary>Gets the stop-the-world time after marking, nanoseconds.</summary>
    public required long MarkTerminationNs { get; init; }

    /// <summary>Gets the heap when the cycle started.</summary>
    public required ByteSize HeapStart { get; init; }

    /// <summary>Gets the heap when marking ended.</summary>
    public required ByteSize HeapEnd { get; init; }

    /// <summary>Gets the part of it that was marked.</summary>
    public required ByteSize HeapMarked { get; init; }

    /// <summary>Gets a value indicating whether the program asked for the cycle.</summary>
    public required bool IsForced { get; init; }
}
