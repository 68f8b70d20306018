namespace Resident.Model;

/// <summary>Goroutines that wait for the same thing, run the same function and were made at the same place.</summary>
public sealed record GoroutineGroup
{
    /// <summary>Gets the state: "running", "runnable", "syscall", "waiting", "preempted", "copystack", "leaked".</summary>
    public required string State { get; init; }

    /// <summary>Gets what they wait for in the runtime's words, as in "chan receive", or null where they do not wait.</summary>
    public string? WaitReason { get; init; }

    /// <summary>Gets the function that each of them runs, as the go statement named it, or null where no table tells.</summary>
    public GoFrame? Start { get; init; }

    /// <summary>Gets the go statement that made them, or null for the first goroutine.</summary>
    public GoFrame? CreatedBy { get; init; }

    /// <summary>Gets the stack of one of them, the innermost frame first; empty where it runs, or was not walked.</summary>
    public IReadOnlyList<GoFrame> Stack { get; init; } = [];

    /// <summary>Gets the number of goroutines.</summary>
    public required long Count { get; init; }

    /// <summary>Gets the time that the longest of them has waited, or null where no GC cycle has seen one wait yet: the
    /// runtime notes it only then.</summary>
    public TimeSpan? LongestWait { get; init; }

    /// <summary>Gets the bytes of their stacks.</summary>
    public required ByteSize StackBytes { get; init; }

    /// <summary>Gets a value indicating whether they are the runtime's own: runtime.NumGoroutine leaves them out.</summary>
    public required bool IsSystem { get; init; }

    /// <summary>Gets the number of one of them, for looking it up elsewhere.</summary>
    public required long ExampleId { get; init; }
}
