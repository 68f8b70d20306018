namespace Resident.Sources.GoTrace;

/// <summary>What a line that the Go runtime wrote tells of.</summary>
public enum TraceKind
{
    /// <summary>No trace line.</summary>
    None = 0,

    /// <summary>One GC cycle, Go 1.5 and later: <c>gc 1 @0.013s 0%: ...</c>.</summary>
    Gc = 1,

    /// <summary>One GC cycle, Go 1.0 to 1.4: <c>gc14(2): 1+1+0 ms ...</c>.</summary>
    GcOld = 2,

    /// <summary>The scavenger of Go 1.14 and later: <c>scav 0 KiB work, ...</c>.</summary>
    Scav = 3,

    /// <summary>The scavenger of Go 1.0 to 1.13: <c>scvg1: inuse: ...</c>.</summary>
    Scvg = 4,

    /// <summary>The notice that two minutes passed without a GC: <c>GC forced</c>.</summary>
    GcForced = 5,

    /// <summary>The pacer, from gcpacertrace=1.</summary>
    Pacer = 6,

    /// <summary>The scheduler, from schedtrace, and with scheddetail its P, M and G lines.</summary>
    Sched = 7,

    /// <summary>One package's initialization, from inittrace=1.</summary>
    Init = 8,

    /// <summary>What marking scanned, from gctrace=2 of Go 1.25 and later.</summary>
    Scan = 9,

    /// <summary>An allocation, a free or a GC with its traceback, from allocfreetrace=1 of Go 1.3 to 1.22.</summary>
    AllocFree = 10,

    /// <summary>The finalizer queue, from checkfinalizers=1.</summary>
    CheckFinalizers = 11,
}
