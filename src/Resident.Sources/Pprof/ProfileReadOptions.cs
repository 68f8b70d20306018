using Resident.Model;

namespace Resident.Sources.Pprof;

/// <summary>How profiles are read.</summary>
public sealed record ProfileReadOptions
{
    /// <summary>Gets the options that read what pprof reads, as pprof reads it.</summary>
    public static ProfileReadOptions Default { get; } = new();

    /// <summary>Gets the bounds; <see cref="InputLimits.ProfileBytes"/> holds for the profile after decompression.</summary>
    public InputLimits Limits { get; init; } = InputLimits.Default;

    /// <summary>Gets a value indicating whether more is read than pprof reads: symbols in the comments of Go's debug=1 texts,
    /// goroutine dumps, threads without a stack, folded stacks.</summary>
    public bool ReadsMore { get; init; }
}
