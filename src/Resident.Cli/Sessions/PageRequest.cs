using Resident.Model;

namespace Resident.Cli.Sessions;

/// <summary>What the command line says about the page.</summary>
internal sealed record PageRequest
{
    public required ListenAddress Listen { get; init; }

    public string? Token { get; init; }

    /// <summary>Gets a value indicating whether every user of the machine may look.</summary>
    public bool IsOpenToAll { get; init; }

    public bool OpensBrowser { get; init; }

    public bool IsWanted { get; init; } = true;

    /// <summary>Gets "en", "zh", or "" to leave it to the browser.</summary>
    public string Language { get; init; } = "";

    public bool IsQuiet { get; init; }

    /// <summary>Gets what sums a trace up, for the page of one; else null.</summary>
    public Func<IReadOnlyList<GcTraceSummary>>? TraceSummaries { get; init; }
}
