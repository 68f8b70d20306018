using Resident.Model.Profiles;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>What came of one source: a profile, or the reason why there is none.</summary>
internal sealed record PprofFetched
{
    public Profile? Profile { get; init; }

    /// <summary>Gets why there is no profile, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Gets the full address that the profile came from; null for files.</summary>
    public Uri? Address { get; init; }

    /// <summary>Gets a value indicating whether the profile exists nowhere else, so that it is saved.</summary>
    public bool IsRemote { get; init; }

    /// <summary>Gets the compressed file that holds just the profile, or null.</summary>
    public PprofFile? File { get; init; }
}
