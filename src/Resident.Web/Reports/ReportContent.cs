using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.History;

namespace Resident.Web.Reports;

/// <summary>What a report is made of.</summary>
public sealed record ReportContent
{
    /// <summary>Gets the history. Its target's state is best "ended": a report is not live.</summary>
    public required ITimeline Timeline { get; init; }

    /// <summary>Gets the verdict, or null where there is too little to give one.</summary>
    public Verdict? Verdict { get; init; }

    /// <summary>Gets the goroutines that were seen last, or null.</summary>
    public GoroutineCensus? Goroutines { get; init; }

    /// <summary>Gets a document of schema resident.profile.flame/1 in UTF-8; empty where there is no profile.</summary>
    public ReadOnlyMemory<byte> Flame { get; init; }

    /// <summary>Gets the first millisecond that is told of, since 1970.</summary>
    public long FromUnixMs { get; init; } = long.MinValue;

    /// <summary>Gets the last millisecond that is told of, since 1970.</summary>
    public long ToUnixMs { get; init; } = long.MaxValue;

    /// <summary>Gets the command line, where it was asked for: it may hold secrets. Null: it is left out.</summary>
    public IReadOnlyList<string>? Arguments { get; init; }

    /// <summary>Gets "en", "zh", or "" to leave it to the reader's browser.</summary>
    public string Language { get; init; } = "";

    /// <summary>Gets the product's version.</summary>
    public required string Version { get; init; }

    /// <summary>Gets the clock: when it was made, and the host's time zone.</summary>
    public required TimeProvider Clock { get; init; }
}
