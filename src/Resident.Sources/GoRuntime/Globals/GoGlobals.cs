namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Where the runtime's global variables lie in the process. 0: not found, or not there in this release.</summary>
internal sealed record GoGlobals
{
    /// <summary>Gets the address of mheap_.</summary>
    public required ulong Mheap { get; init; }

    /// <summary>Gets the address of memstats.</summary>
    public required ulong Memstats { get; init; }

    /// <summary>Gets the address of gcController; 0 in Go 1.16, and in 1.17 and 1.18 with GOGC=off.</summary>
    public ulong GcController { get; init; }

    /// <summary>Gets the address of the slice of all goroutines.</summary>
    public ulong Allgs { get; init; }

    /// <summary>Gets the address of the slice of all processors.</summary>
    public ulong Allp { get; init; }

    /// <summary>Gets the address of the scheduler's state.</summary>
    public ulong Sched { get; init; }

    /// <summary>Gets the address of the collector's state; 0 until a cycle has ended.</summary>
    public ulong Work { get; init; }

    /// <summary>Gets the address of the texts of wait reasons.</summary>
    public ulong WaitReasons { get; init; }

    /// <summary>Gets the address of the head of the heap profile's buckets; 0 until an allocation was sampled.</summary>
    public ulong MemoryBuckets { get; init; }

    /// <summary>Gets the address of the head of the block profile's buckets; 0 until there is one.</summary>
    public ulong BlockBuckets { get; init; }

    /// <summary>Gets the address of the head of the mutex profile's buckets; 0 until there is one.</summary>
    public ulong MutexBuckets { get; init; }

    /// <summary>Gets the address of runtime.MemProfileRate; 0 unless the symbol table tells it.</summary>
    public ulong MemProfileRate { get; init; }
}
