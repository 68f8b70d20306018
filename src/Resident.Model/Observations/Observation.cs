using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Model.Observations;

/// <summary>All that was seen of one run of one process over a time: what a diagnosis is made from. A live watch fills it, and so
/// does a recording.</summary>
public sealed record Observation
{
    /// <summary>Gets the process.</summary>
    public required ObservedTarget Target { get; init; }

    /// <summary>Gets the samples by time, all of one run. A recording may have thinned them.</summary>
    public required IReadOnlyList<Sample> Samples { get; init; }

    /// <summary>Gets the ledgers by time. They may be fewer than the samples.</summary>
    public required IReadOnlyList<Ledger> Ledgers { get; init; }

    /// <summary>Gets the heap profiles by time; the first and the last give the difference.</summary>
    public IReadOnlyList<HeapSites> HeapProfiles { get; init; } = [];

    /// <summary>Gets what the heap profiler had counted, by time; empty where that cannot be read. It may cover the end
    /// of the window only.</summary>
    public IReadOnlyList<AllocationReading> Allocations { get; init; } = [];

    /// <summary>Gets the goroutines by time; the first and the last give the difference.</summary>
    public IReadOnlyList<GoroutineCensus> Goroutines { get; init; } = [];

    /// <summary>Gets the processes of the control group by time; the first and the last give the difference.</summary>
    public IReadOnlyList<GroupCensus> Groups { get; init; } = [];

    /// <summary>Gets the spans of the last ledger, or null.</summary>
    public GoSpanTable? Spans { get; init; }

    /// <summary>Gets the past that it rests on beside what was seen just now, or null.</summary>
    public VerdictHistory? History { get; init; }

    /// <summary>Gets the host's RAM, or null.</summary>
    public ByteSize? HostMemory { get; init; }

    /// <summary>Gets what is missing, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
