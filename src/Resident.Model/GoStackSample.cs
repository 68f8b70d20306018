namespace Resident.Model;

/// <summary>What was recorded for one stack and, in heap profiles, one size of object. Counts as sampled, not scaled up.</summary>
public sealed record GoStackSample
{
    /// <summary>Gets the return addresses as the runtime keeps them: one for each function, inlined ones too, innermost first.</summary>
    public required IReadOnlyList<ulong> Stack { get; init; }

    /// <summary>Gets the stack as indexes of <see cref="GoStackProfile.Locations"/>, innermost first, without the allocator's
    /// own functions.</summary>
    public required IReadOnlyList<int> Locations { get; init; }

    /// <summary>Gets the recorded allocations, or in block and mutex profiles the recorded waits. A total.
    /// In goroutine profiles the goroutines that stand there. A level.</summary>
    public required double Count { get; init; }

    /// <summary>Gets the bytes of these allocations, or the processor's ticks of these waits. A total.</summary>
    public required long Amount { get; init; }

    /// <summary>Gets how many of the allocations were freed. A total; 0 in block and mutex profiles.</summary>
    public long Frees { get; init; }

    /// <summary>Gets the bytes of the freed ones. A total; 0 in block and mutex profiles.</summary>
    public long FreedBytes { get; init; }

    /// <summary>Gets the runtime's function that the program called to allocate, as "runtime.deferproc": the innermost
    /// functions of the runtime are no <see cref="Locations"/>. Null where that is not known.</summary>
    public string? RuntimeCallee { get; init; }

    /// <summary>Gets what the program's own pprof.Do has put on these goroutines, by key; empty in all other profiles.</summary>
    public IReadOnlyList<(string Key, string Value)> Labels { get; init; } = [];
}
