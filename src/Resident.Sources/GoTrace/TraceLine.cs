using Resident.Model;
using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace;

/// <summary>One whole trace line, taken out of a stream. It lives for the time of the call that it is handed to.</summary>
/// <remarks>Nothing is allocated before <see cref="ToGcCycle"/> or <see cref="ToScavengeEvent"/> is called.</remarks>
public readonly ref struct TraceLine
{
    private readonly ref readonly TraceFields _fields;

    internal TraceLine(TraceKind kind, ref readonly TraceFields fields, TraceOrigin origin)
    {
        Kind = kind;
        _fields = ref fields;
        Line = origin.Line;
        Source = origin.Source;
        WallTime = origin.WallTime;
        Repaired = origin.Repaired;
    }

    /// <summary>Gets what the line tells of.</summary>
    public TraceKind Kind { get; }

    /// <summary>Gets the line of the input on which it began; the first is 1.</summary>
    public long Line { get; }

    /// <summary>Gets the process that wrote it, as the prefix names it, with "#2" and so on where one name has several
    /// processes; "" for the first process of a stream without names.</summary>
    public string Source { get; }

    /// <summary>Gets the wall time that the prefix states, or null.</summary>
    public DateTimeOffset? WallTime { get; }

    /// <summary>Gets a value indicating whether other output had torn the line.</summary>
    public bool Repaired { get; }

    /// <summary>Gets a value indicating whether <see cref="ToGcCycle"/> may be called.</summary>
    public bool IsGcCycle => Kind is TraceKind.Gc or TraceKind.GcOld;

    /// <summary>Gets a value indicating whether <see cref="ToScavengeEvent"/> may be called.</summary>
    public bool IsScavenge => Kind == TraceKind.Scav || (Kind == TraceKind.Scvg && !_fields.Has(TraceField.ScvgGcForced));

    /// <summary>Gets the GC cycle's number; 0 for other lines.</summary>
    public long Number => IsGcCycle ? _fields[TraceField.Number] : 0;

    /// <summary>Gets bytes marked by the cycle before (pacer lines up to Go 1.17), to the byte; null in other lines.</summary>
    public ByteSize? MarkedBefore => Exact(TraceField.PacerMarkedBefore);

    /// <summary>Gets the heap at which the cycle began (pacer lines of Go 1.18 and later), to the byte; null in other lines.</summary>
    public ByteSize? Trigger => Exact(TraceField.PacerTrigger);

    /// <summary>Gets the heap at the cycle's end (pacer lines of Go 1.18 and later), to the byte; null in other lines.</summary>
    public ByteSize? HeapAtEnd => Exact(TraceField.PacerEnd);

    /// <summary>Makes the cycle's record.</summary>
    /// <exception cref="InvalidOperationException">The line tells of something else.</exception>
    public GcCycle ToGcCycle() => IsGcCycle
        ? TraceRecords.GcCycle(in this, in _fields)
        : throw new InvalidOperationException($"A {Kind} line holds no GC cycle.");

    /// <summary>Makes the scavenger's record.</summary>
    /// <exception cref="InvalidOperationException">The line tells of something else.</exception>
    public ScavengeEvent ToScavengeEvent() => IsScavenge
        ? TraceRecords.Scavenge(in this, in _fields)
        : throw new InvalidOperationException($"A {Kind} line holds nothing of the scavenger.");

    private ByteSize? Exact(TraceField field) => _fields.Has(field) ? new ByteSize(_fields[field]) : null;
}
