namespace Resident.Model;

/// <summary>One line of the scavenger's trace: what it gave back to the operating system, and how full the heap is.</summary>
public sealed record ScavengeEvent
{
    /// <summary>Gets the line of the input; the first is 1.</summary>
    public required long Line { get; init; }

    /// <summary>Gets the stream that the line came from, or "".</summary>
    public string Source { get; init; } = "";

    /// <summary>Gets the wall time that the line's prefix states, or null.</summary>
    public DateTimeOffset? WallTime { get; init; }

    /// <summary>Gets the bytes given back since the line before (background and eager together), or null.</summary>
    public ByteSize? Work { get; init; }

    /// <summary>Gets the bytes given back now: a level; null in lines that do not say.</summary>
    public ByteSize? Released { get; init; }

    /// <summary>Gets heap in use, from scvg lines up to Go 1.13; null in later ones.</summary>
    public ByteSize? Inuse { get; init; }

    /// <summary>Gets idle heap, from scvg lines; null in later ones.</summary>
    public ByteSize? Idle { get; init; }

    /// <summary>Gets heap obtained from the operating system, from scvg lines; null in later ones.</summary>
    public ByteSize? Sys { get; init; }

    /// <summary>Gets what the operating system still backs (sys minus released), from scvg lines; null in later ones.</summary>
    public ByteSize? Consumed { get; init; }

    /// <summary>Gets heap in use divided by heap retained, percent; null in scvg lines.</summary>
    public int? UtilizationPercent { get; init; }

    /// <summary>Gets a value indicating whether FreeOSMemory did it.</summary>
    public bool Forced { get; init; }

    /// <summary>Gets the format's era: the first Go version that prints it, as in "1.21".</summary>
    public required string Era { get; init; }

    /// <summary>Gets a value indicating whether the line was torn by other output and put together again.</summary>
    public bool Repaired { get; init; }
}
