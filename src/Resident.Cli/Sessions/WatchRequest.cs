using Resident.Cli.Alerts;
using Resident.Cli.Prometheus;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>What `watch` was asked.</summary>
/// <param name="Target">The TARGET word.</param>
/// <param name="Pick">Which of several processes is meant.</param>
/// <param name="Endpoint">Where the process tells of its runtime, or null.</param>
/// <param name="Loop">How often to look, and how long.</param>
/// <param name="Page">The page.</param>
internal sealed record WatchRequest(string Target, TargetPick Pick, Uri? Endpoint, LoopOptions Loop, PageRequest Page)
{
    /// <summary>Gets a value indicating whether a recording is kept.</summary>
    public required bool IsRecorded { get; init; }

    /// <summary>Gets what is to happen when a verdict comes up.</summary>
    public required AlertRequest Alerts { get; init; }

    /// <summary>Gets a value indicating whether what was recorded before is left out.</summary>
    public required bool IsFresh { get; init; }

    /// <summary>Gets where the past of the process comes from, or null.</summary>
    public HistoryRequest? History { get; init; }

    /// <summary>Gets a value indicating whether the page stays when the process has ended, until Ctrl-C.</summary>
    public required bool KeepsOpen { get; init; }
}
