namespace Resident.Model.Ledgers;

/// <summary>Figures that lie across the terms and tell causes apart. Levels, bytes; null: this source does not tell it.</summary>
public sealed record LedgerFigures
{
    /// <summary>Gets what of the Go arenas is in RAM.</summary>
    public ByteSize? ArenaResident { get; init; }

    /// <summary>Gets what of the Go arenas huge pages back.</summary>
    public ByteSize? ArenaHugePages { get; init; }

    /// <summary>Gets pages of the Go arenas that the runtime gave back lazily and the kernel still counts.</summary>
    public ByteSize? ArenaLazyFree { get; init; }

    /// <summary>Gets pages that the runtime has given back and that are resident all the same: huge pages, or lazily freed ones.
    /// They are part of the term idle.</summary>
    public ByteSize? ReleasedResident { get; init; }

    /// <summary>Gets bytes of spans in use that were never touched, and so are in no term.</summary>
    public ByteSize? Untouched { get; init; }

    /// <summary>Gets the part of <see cref="Untouched"/> that belongs to objects, not to free slots.</summary>
    public ByteSize? UntouchedObjects { get; init; }

    /// <summary>Gets bytes of objects above 32 KiB, dead ones that were not swept yet included.</summary>
    public ByteSize? LargeObjects { get; init; }

    /// <summary>Gets what the runtime has obtained for its own structures: Sys - HeapSys - StackInuse.</summary>
    public ByteSize? MetadataMapped { get; init; }

    /// <summary>Gets anonymous memory outside Go's arenas, malloc and thread stacks: the terms metadata and anonymous together.</summary>
    public ByteSize? OutsideAnonymous { get; init; }

    /// <summary>Gets the address space of anonymous mappings outside Go's arenas, malloc and thread stacks that may be written.</summary>
    public ByteSize? OutsideMapped { get; init; }

    /// <summary>Gets the number of malloc's arenas beside the main one.</summary>
    public int? NativeArenas { get; init; }

    /// <summary>Gets the number of thread stacks outside Go's heap.</summary>
    public int? ThreadStacks { get; init; }

    /// <summary>Gets all anonymous memory in transparent huge pages.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Gets all pages freed with MADV_FREE that the kernel still counts.</summary>
    public ByteSize? LazyFree { get; init; }

    /// <summary>Gets swapped-out anonymous memory. It is not in RES.</summary>
    public ByteSize? Swap { get; init; }

    /// <summary>Gets PSS: as RES, but a page that n processes share counts 1/n.</summary>
    public ByteSize? Pss { get; init; }

    /// <summary>Gets clean pages of files: the kernel drops them when it needs room.</summary>
    public ByteSize? FileClean { get; init; }
}
