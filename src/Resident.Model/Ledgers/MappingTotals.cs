namespace Resident.Model.Ledgers;

/// <summary>A process's mappings, summed up by what they are: smaps in some dozen figures. Levels, bytes in RAM unless said otherwise.</summary>
public sealed record MappingTotals
{
    /// <summary>Gets when smaps was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets what told where the Go arenas lie: "runtime", "names", "shape"; null where there are none.</summary>
    public string? ArenaSource { get; init; }

    /// <summary>Gets all mappings together.</summary>
    public required ByteSize Rss { get; init; }

    /// <summary>Gets the Go arenas.</summary>
    public ByteSize Arena { get; init; }

    /// <summary>Gets what huge pages back of the Go arenas.</summary>
    public ByteSize ArenaHugePages { get; init; }

    /// <summary>Gets what was freed with MADV_FREE of the Go arenas.</summary>
    public ByteSize ArenaLazyFree { get; init; }

    /// <summary>Gets mappings that the runtime has named as its own structures, and those only.</summary>
    public ByteSize NamedMetadata { get; init; }

    /// <summary>Gets [heap], malloc's arenas and malloc's own mappings.</summary>
    public ByteSize NativeHeap { get; init; }

    /// <summary>Gets the number of malloc's arenas beside the main one.</summary>
    public int NativeArenas { get; init; }

    /// <summary>Gets the stacks of OS threads that do not lie in Go's heap, the first thread's included.</summary>
    public ByteSize ThreadStacks { get; init; }

    /// <summary>Gets the number of these stacks.</summary>
    public int ThreadStackCount { get; init; }

    /// <summary>Gets text, constants and data of the program and its libraries.</summary>
    public ByteSize Executable { get; init; }

    /// <summary>Gets mapped data files.</summary>
    public ByteSize Files { get; init; }

    /// <summary>Gets shared memory.</summary>
    public ByteSize Shared { get; init; }

    /// <summary>Gets anonymous mappings that are none of the above: the Go runtime's structures, and what programs map themselves.</summary>
    public ByteSize Outside { get; init; }

    /// <summary>Gets the address space of these that may be written.</summary>
    public ByteSize OutsideMapped { get; init; }

    /// <summary>Gets what huge pages back.</summary>
    public ByteSize HugePages { get; init; }

    /// <summary>Gets what was freed with MADV_FREE and is still counted.</summary>
    public ByteSize LazyFree { get; init; }

    /// <summary>Gets what was swapped out. It is not in RAM.</summary>
    public ByteSize Swap { get; init; }

    /// <summary>Gets PSS.</summary>
    public ByteSize Pss { get; init; }

    /// <summary>Gets clean pages of files.</summary>
    public ByteSize FileClean { get; init; }

    /// <summary>Gets the files and shared memory with the most in RAM, the largest first; at most 32.</summary>
    public IReadOnlyList<LedgerFile> Largest { get; init; } = [];
}
