namespace Resident.Model;

/// <summary>What a span of the Go heap is used for.</summary>
public enum GoSpanState
{
    /// <summary>Nothing: the structure waits for its next use.</summary>
    Dead,

    /// <summary>Objects.</summary>
    InUse,

    /// <summary>Goroutine stacks and the collector's work lists.</summary>
    Manual,
}
