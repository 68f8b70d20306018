namespace Resident.Model.Giving;

/// <summary>RES at one moment, split by what can be given back. The parts and <see cref="Rest"/> add up to RES exactly.</summary>
public sealed record GivingReading
{
    /// <summary>Gets when it was read.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>Gets RES (VmRSS).</summary>
    public required ByteSize Res { get; init; }

    /// <summary>Gets what the last collection found reachable, as far as it is resident; null where the runtime cannot be read.</summary>
    public ByteSize? Live { get; init; }

    /// <summary>Gets what was allocated since the last collection or died; null as for <see cref="Live"/>.</summary>
    public ByteSize? Garbage { get; init; }

    /// <summary>Gets free slots and unused ends of spans in use; null as for <see cref="Live"/>.</summary>
    public ByteSize? Fragmentation { get; init; }

    /// <summary>Gets goroutine stacks and the collector's work lists; null as for <see cref="Live"/>.</summary>
    public ByteSize? Stacks { get; init; }

    /// <summary>Gets free pages of the heap that were not given back and are resident; null as for <see cref="Live"/>.</summary>
    public ByteSize? Idle { get; init; }

    /// <summary>Gets pages of the heap that were given back and still count as resident; null as for <see cref="Live"/>.</summary>
    public ByteSize? Released { get; init; }

    /// <summary>Gets what of <see cref="Released"/> the kernel drops as soon as it is asked (LazyFree); null where smaps cannot be read.</summary>
    public ByteSize? LazyFree { get; init; }

    /// <summary>Gets the heap's memory that huge pages back; null where smaps cannot be read.</summary>
    public ByteSize? HugePages { get; init; }

    /// <summary>Gets the time until the next collection at the rate of allocation just seen; null where nothing is allocated, or it is not known.</summary>
    public TimeSpan? NextCollection { get; init; }

    /// <summary>Gets the runtime's own figures; null where they cannot be read.</summary>
    public GoMemory? Go { get; init; }

    /// <summary>Gets everything else: the program, runtime metadata, C memory, mapped files.</summary>
    public ByteSize Rest =>
        Res - Known(Live) - Known(Garbage) - Known(Fragmentation) - Known(Stacks) - Known(Idle) - Known(Released);

    /// <summary>Gets the garbage that nothing will collect for the next half minute: the program hardly allocates.</summary>
    public ByteSize WaitingGarbage => NextCollection is { TotalSeconds: < 30 } ? default : Known(Garbage);

    private static ByteSize Known(ByteSize? size) => size ?? default;
}
