using Resident.Sources.Prometheus;

namespace Resident.Cli.Prometheus;

/// <summary>What --history was given.</summary>
/// <param name="Access">The server.</param>
/// <param name="Match">Which target of it, or null: the one whose process started when ours did.</param>
/// <param name="From">From when, or null: since the process started.</param>
internal sealed record HistoryRequest(PrometheusAccess Access, string? Match, DateTimeOffset? From);
