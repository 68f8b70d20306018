using Resident.Cli.Prometheus;

namespace Resident.Cli.Sessions;

/// <summary>What `report` was asked.</summary>
/// <param name="Target">The TARGET word: a recording or a process.</param>
/// <param name="Endpoint">Where the process tells of its runtime, or null.</param>
/// <param name="Duration">How long to watch, or how much of a recording's end; null: the default, or all.</param>
/// <param name="Format">What to write.</param>
/// <param name="Output">The file, "-" for stdout.</param>
/// <param name="Language">"en", "zh", or "" for the reader's.</param>
/// <param name="WithArguments">Whether the command line is told.</param>
/// <param name="IsQuiet">Whether to keep quiet on stderr.</param>
internal sealed record ReportRequest(
    string Target, Uri? Endpoint, TimeSpan? Duration, ReportFormat Format, string Output, string Language, bool WithArguments, bool IsQuiet)
{
    /// <summary>Gets which of several processes is meant.</summary>
    public TargetPick Pick { get; init; }

    /// <summary>Gets where the past of a process comes from, or null.</summary>
    public HistoryRequest? History { get; init; }

    /// <summary>Gets the stretch that the report is for.</summary>
    public AskedWindow Window { get; init; } = new(null, null);

    /// <summary>Gets a value indicating whether what was recorded before is left out.</summary>
    public bool IsFresh { get; init; }
}
