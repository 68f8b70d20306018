namespace Resident.Model.Verdicts;

/// <summary>A group of goroutines over the window.</summary>
public sealed record VerdictGoroutines
{
    /// <summary>Gets how many there are at the end.</summary>
    public required long Count { get; init; }

    /// <summary>Gets how many more than at the start.</summary>
    public required long Change { get; init; }

    /// <summary>Gets the state in the runtime's words, as in "waiting".</summary>
    public required string State { get; init; }

    /// <summary>Gets what they wait for in the runtime's words, or null.</summary>
    public string? WaitReason { get; init; }

    /// <summary>Gets the function that they run, or null.</summary>
    public GoFrame? Site { get; init; }

    /// <summary>Gets the go statement that made them, or null.</summary>
    public GoFrame? CreatedBy { get; init; }
}
