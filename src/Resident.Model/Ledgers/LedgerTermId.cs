namespace Resident.Model.Ledgers;

/// <summary>The terms that RES is split into, in the order in which bars, tables and JSON show them.</summary>
public enum LedgerTermId
{
    /// <summary>Objects that were reachable at the last mark.</summary>
    Live,

    /// <summary>Free slots in spans in use.</summary>
    Fragmentation,

    /// <summary>Spans of goroutine stacks.</summary>
    Stacks,

    /// <summary>The runtime's own structures: spans, bitmaps, profile buckets, page summaries.</summary>
    Metadata,

    /// <summary>The whole Go heap, where rights or sources do not allow to split it into live, fragmentation, stacks, idle and garbage.</summary>
    GoHeap,

    /// <summary>What malloc holds: [heap], glibc's arenas, malloc's own mappings.</summary>
    NativeHeap,

    /// <summary>Stacks of OS threads outside Go's heap.</summary>
    ThreadStacks,

    /// <summary>Anonymous mappings that no other term owns.</summary>
    Anonymous,

    /// <summary>Text, constants and data of the program and its libraries.</summary>
    Executable,

    /// <summary>Mapped data files.</summary>
    Files,

    /// <summary>Shared memory: shmem, memfd, mapped tmpfs files.</summary>
    Shared,

    /// <summary>What the kernel counts and nobody claims.</summary>
    Unattributed,

    /// <summary>Free pages of the Go heap that are still resident, those included that the runtime has given back.</summary>
    Idle,

    /// <summary>Objects that are dead, or were allocated since the last mark.</summary>
    Garbage,
}
