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

    /// <summary>Gets a value indicating whether the program allocates so much that its own collection comes before the two minutes after which the runtime collects anyway.</summary>
    public bool IsBusy => NextCollection is { TotalMinutes: < 2 };

    /// <summary>Gets a value indicating whether what is live is only known as of a collection that is over, and none is due: after a spike
    /// that the last collection saw, all of it may be garbage by now.</summary>
    public bool IsStale => !IsBusy && Go is { LastGC: { } last } && TakenAt - last > TimeSpan.FromSeconds(1);

    /// <summary>Gets the garbage that only the runtime's two-minute collection will find: the program hardly allocates.</summary>
    public ByteSize WaitingGarbage => IsBusy ? default : Known(Garbage);

    /// <summary>Gets the idle pages that the program will not have taken again by its next collection.</summary>
    public ByteSize SpareIdle
    {
        get
        {
            var room = IsBusy && Go is { NextGC: { } goal, HeapLive: { } live } && goal > live ? goal - live : default;
            return Known(Idle) > room ? Known(Idle) - room : default;
        }
    }

    private static ByteSize Known(ByteSize? size) => size ?? default;
}
