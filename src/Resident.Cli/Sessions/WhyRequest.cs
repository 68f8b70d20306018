using Resident.Cli.Prometheus;
using Resident.Reporting.Verdicts;

namespace Resident.Cli.Sessions;

/// <summary>What `why` was asked.</summary>
/// <param name="Target">The TARGET word.</param>
/// <param name="Endpoint">Where the process tells of its runtime, or null.</param>
/// <param name="Duration">How long to watch, or how much of a recording's end; null: the default, or all.</param>
/// <param name="IsJson">Whether to print JSON.</param>
/// <param name="Words">The language.</param>
/// <param name="FailOn">What makes the command fail.</param>
/// <param name="IsQuiet">Whether to keep quiet on stderr.</param>
internal sealed record WhyRequest(
    string Target, Uri? Endpoint, TimeSpan? Duration, bool IsJson, VerdictWords Words, IReadOnlyList<string> FailOn, bool IsQuiet)
{
    /// <summary>Gets which of several processes is meant.</summary>
    public TargetPick Pick { get; init; }

    /// <summary>Gets where its past comes from, or null.</summary>
    public HistoryRequest? History { get; init; }

    /// <summary>Gets the stretch that the answer is for.</summary>
    public AskedWindow Window { get; init; } = new(null, null);

    /// <summary>Gets a value indicating whether what was recorded before is left out.</summary>
    public bool IsFresh { get; init; }

    /// <summary>Gets how long to watch at most until the answer is sure, or null to answer after
    /// <see cref="Duration"/>.</summary>
    public TimeSpan? UntilSure { get; init; }

    /// <summary>Gets a value indicating whether the text has colours.</summary>
    public bool HasColor { get; init; }
}
