using Resident.Sources.Prometheus;

namespace Resident.Cli.Prometheus;

/// <summary>What `import --prometheus` was asked.</summary>
/// <param name="Access">The server.</param>
/// <param name="Match">The selector, or a word.</param>
/// <param name="From">From when.</param>
/// <param name="To">Until when.</param>
/// <param name="Step">The time between samples, or null for the server's own.</param>
/// <param name="Output">The recording to make.</param>
/// <param name="Name">The service's name, or null for the target's.</param>
/// <param name="IsQuiet">Whether to keep quiet on stderr.</param>
internal sealed record PrometheusImportRequest(
    PrometheusAccess Access, string Match, DateTimeOffset From, DateTimeOffset To, TimeSpan? Step, string Output, string? Name, bool IsQuiet);
