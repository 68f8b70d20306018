using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime;

/// <summary>How a Go process is opened.</summary>
public sealed record GoProcessOptions
{
    /// <summary>Gets where proc is mounted. Default "/proc".</summary>
    public string ProcRoot { get; init; } = "/proc";

    /// <summary>Gets the clock that stamps what is read.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Gets where found places are kept for the next process of the same executable; null: nowhere.</summary>
    public GoLocationCache? Cache { get; init; }

    /// <summary>Gets a value indicating whether a symbol table may shorten the search. Default true.</summary>
    public bool UseSymbols { get; init; } = true;
}
