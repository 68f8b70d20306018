namespace Resident.Model.Profiles;

/// <summary>A piece of a file that was mapped into the profiled process.</summary>
public sealed record ProfileMapping
{
    /// <summary>Gets the id that the profile gave. Never 0 in a valid profile.</summary>
    public required ulong Id { get; init; }

    /// <summary>Gets the address of the first byte.</summary>
    public ulong Start { get; init; }

    /// <summary>Gets the address after the last byte.</summary>
    public ulong Limit { get; init; }

    /// <summary>Gets the place in the file, in bytes, that <see cref="Start"/> shows.</summary>
    public ulong Offset { get; init; }

    /// <summary>Gets the file's path, or empty.</summary>
    public string File { get; init; } = string.Empty;

    /// <summary>Gets the build ID in hexadecimal digits, or empty.</summary>
    public string BuildId { get; init; } = string.Empty;

    /// <summary>Gets the symbol that a kernel mapping is relative to, or empty.</summary>
    public string KernelRelocationSymbol { get; init; } = string.Empty;

    /// <summary>Gets a value indicating whether the locations of this mapping have function names already.</summary>
    public bool HasFunctions { get; init; }

    /// <summary>Gets a value indicating whether the locations of this mapping have file names already.</summary>
    public bool HasFileNames { get; init; }

    /// <summary>Gets a value indicating whether the locations of this mapping have line numbers already.</summary>
    public bool HasLineNumbers { get; init; }

    /// <summary>Gets a value indicating whether the locations of this mapping list inlined frames.</summary>
    public bool HasInlineFrames { get; init; }
}
