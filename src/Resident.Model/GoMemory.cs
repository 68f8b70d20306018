namespace Resident.Model;

/// <summary>The Go runtime's own view of its memory: <c>runtime.MemStats</c> and what it leaves out. Names are Go's.</summary>
/// <remarks>Levels, unless the name says Total, Mallocs, Frees, Num or Lookups. Null: this source does not tell it.</remarks>
public sealed record GoMemory
{
    /// <summary>Gets when the figures were read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets where the figures came from: "memory" (read from outside), "expvar", "metrics", "pprof".</summary>
    public required string Source { get; init; }

    /// <summary>Gets bytes of allocated objects, dead ones that were not swept yet included.</summary>
    public ByteSize? HeapAlloc { get; init; }

    /// <summary>Gets heap address space obtained from the operating system.</summary>
    public ByteSize? HeapSys { get; init; }

    /// <summary>Gets bytes in spans without an object. It includes <see cref="HeapReleased"/>.</summary>
    public ByteSize? HeapIdle { get; init; }

    /// <summary>Gets bytes in spans with at least one object.</summary>
    public ByteSize? HeapInuse { get; init; }

    /// <summary>Gets bytes given back to the operating system.</summary>
    public ByteSize? HeapReleased { get; init; }

    /// <summary>Gets the number of allocated objects.</summary>
    public long? HeapObjects { get; init; }

    /// <summary>Gets bytes in stack spans.</summary>
    public ByteSize? StackInuse { get; init; }

    /// <summary>Gets stack bytes obtained from the operating system.</summary>
    public ByteSize? StackSys { get; init; }

    /// <summary>Gets bytes of mspan structures in use.</summary>
    public ByteSize? MSpanInuse { get; init; }

    /// <summary>Gets bytes obtained for mspan structures.</summary>
    public ByteSize? MSpanSys { get; init; }

    /// <summary>Gets bytes of mcache structures in use.</summary>
    public ByteSize? MCacheInuse { get; init; }

    /// <summary>Gets bytes obtained for mcache structures.</summary>
    public ByteSize? MCacheSys { get; init; }

    /// <summary>Gets bytes of the profiler's hash buckets.</summary>
    public ByteSize? BuckHashSys { get; init; }

    /// <summary>Gets bytes of the collector's own structures.</summary>
    public ByteSize? GCSys { get; init; }

    /// <summary>Gets other bytes obtained by the runtime.</summary>
    public ByteSize? OtherSys { get; init; }

    /// <summary>Gets all bytes obtained from the operating system: the sum of the Sys figures.</summary>
    public ByteSize? Sys { get; init; }

    /// <summary>Gets the heap size at which the next cycle is due to end.</summary>
    public ByteSize? NextGC { get; init; }

    /// <summary>Gets bytes allocated since the start. A total.</summary>
    public long? TotalAlloc { get; init; }

    /// <summary>Gets objects allocated since the start. A total.</summary>
    public long? Mallocs { get; init; }

    /// <summary>Gets objects freed since the start. A total.</summary>
    public long? Frees { get; init; }

    /// <summary>Gets pointer lookups since the start. A total; always 0 in today's runtime.</summary>
    public long? Lookups { get; init; }

    /// <summary>Gets completed GC cycles. A total.</summary>
    public long? NumGC { get; init; }

    /// <summary>Gets cycles that the program asked for. A total.</summary>
    public long? NumForcedGC { get; init; }

    /// <summary>Gets the nanoseconds of all stop-the-world pauses. A total.</summary>
    public long? PauseTotalNs { get; init; }

    /// <summary>Gets the end of the last cycle, nanoseconds since 1970, or null where none has ended.</summary>
    public long? LastGCUnixNs { get; init; }

    /// <summary>Gets the end of the last cycle, to a tenth of a microsecond, or null where none has ended.</summary>
    public DateTimeOffset? LastGC => LastGCUnixNs is { } end ? FromUnixNanoseconds(end) : null;

    /// <summary>Gets the share of available CPU that GC used since the start, 0 to 1.</summary>
    public double? GCCPUFraction { get; init; }

    /// <summary>Gets the last pauses, oldest first: when each ended and how long it took. At most 256.</summary>
    public IReadOnlyList<GcPause> Pauses { get; init; } = [];

    /// <summary>Gets bytes that count as heap now for the pacer (gcController.heapLive).</summary>
    public ByteSize? HeapLive { get; init; }

    /// <summary>Gets bytes that the last cycle marked reachable (gcController.heapMarked).</summary>
    public ByteSize? HeapMarked { get; init; }

    /// <summary>Gets GOGC in percent; -1 is off.</summary>
    public int? Gogc { get; init; }

    /// <summary>Gets GOMEMLIMIT, or null where it is not set or not known.</summary>
    public ByteSize? MemoryLimit { get; init; }

    /// <summary>Gets the number of goroutines.</summary>
    public long? Goroutines { get; init; }

    /// <summary>Gets the runtime's version, as in "go1.26.5", or null.</summary>
    public string? Version { get; init; }

    /// <summary>Gets the objects of each size class, the smallest first; empty where this source does not tell it.</summary>
    public IReadOnlyList<GoSizeClassCount> BySize { get; init; } = [];

    /// <summary>Gets the phases of the last completed cycle, or null where none is known.</summary>
    public GoGcPhases? LastCycle { get; init; }

    /// <summary>Gets a value indicating whether the figures belong to one moment. False: the heap moved on while they were
    /// read, five times in a row, so that sums may differ from their parts by what changed within microseconds.</summary>
    public bool IsConsistent { get; init; } = true;

    /// <summary>Converts a time of the runtime's, which are nanoseconds since 1970; what is negative (torn or damaged) counts as 1970.</summary>
    public static DateTimeOffset FromUnixNanoseconds(long nanoseconds) =>
        DateTimeOffset.UnixEpoch.AddTicks(Math.Max(nanoseconds, 0) / TimeSpan.NanosecondsPerTick);
}
