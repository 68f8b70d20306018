namespace Resident.Model.Verdicts;

/// <summary>A place in the program of whose objects next to none were freed: a leak's signature, or a cache that only
/// fills.</summary>
public sealed record VerdictSuspect
{
    /// <summary>Gets the function.</summary>
    public required string Function { get; init; }

    /// <summary>Gets the source file's path, or "".</summary>
    public required string File { get; init; }

    /// <summary>Gets the line; 0 where it is not known.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the bytes that it holds, scaled up from the samples.</summary>
    public required ByteSize Held { get; init; }

    /// <summary>Gets the sampled objects that came in <see cref="Period"/>.</summary>
    public required long SampledAllocs { get; init; }

    /// <summary>Gets how many of the place's sampled objects were freed in the same time.</summary>
    public required long SampledFrees { get; init; }

    /// <summary>Gets the time over which both were counted.</summary>
    public required TimeSpan Period { get; init; }

    /// <summary>Gets a value indicating whether <see cref="Period"/> is the process's whole life; false: the
    /// window.</summary>
    public required bool IsSinceStart { get; init; }
}
