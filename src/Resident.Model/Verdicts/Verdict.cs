using Resident.Model.Ledgers;
using Resident.Model.Observations;

namespace Resident.Model.Verdicts;

/// <summary>The answer to why RES is what it is. Without words: Reporting has them, in each language.</summary>
public sealed record Verdict
{
    /// <summary>Gets the process.</summary>
    public required ObservedTarget Target { get; init; }

    /// <summary>Gets the time that it rests on.</summary>
    public required VerdictWindow Window { get; init; }

    /// <summary>Gets the first cause's verdict, as in "go-live-heap-leak".</summary>
    public required string Id { get; init; }

    /// <summary>Gets how far it may be trusted.</summary>
    public required Confidence Confidence { get; init; }

    /// <summary>Gets why no further.</summary>
    public required VerdictFact ConfidenceReason { get; init; }

    /// <summary>Gets RES at the window's start.</summary>
    public required ByteSize ResFrom { get; init; }

    /// <summary>Gets RES at the window's end.</summary>
    public required ByteSize ResTo { get; init; }

    /// <summary>Gets a value indicating whether no source told RES: <see cref="ResFrom"/> and <see cref="ResTo"/> say
    /// nothing then.</summary>
    public bool IsResUnknown => Causes is [{ Evidence: [{ Id: VerdictFactIds.ResNotTold or VerdictFactIds.ResNotToldNorLive }, ..] }, ..];

    /// <summary>Gets the terms, in their order. They add up to RES at both ends.</summary>
    public required IReadOnlyList<VerdictTerm> Ledger { get; init; }

    /// <summary>Gets the causes, the first is the verdict's.</summary>
    public required IReadOnlyList<VerdictCause> Causes { get; init; }

    /// <summary>Gets what was looked for and not found.</summary>
    public IReadOnlyList<VerdictRuledOut> RuledOut { get; init; } = [];

    /// <summary>Gets the places in the program that grew, the most first.</summary>
    public IReadOnlyList<VerdictSite> Sites { get; init; } = [];

    /// <summary>Gets the groups of goroutines that grew, the most first.</summary>
    public IReadOnlyList<VerdictGoroutines> Goroutines { get; init; } = [];

    /// <summary>Gets where RES is going.</summary>
    public required VerdictForecast Forecast { get; init; }

    /// <summary>Gets what to do, the first thing first.</summary>
    public IReadOnlyList<VerdictAction> Actions { get; init; } = [];

    /// <summary>Gets the smallest growth that this look would have found.</summary>
    public VerdictSensitivity? Sensitivity { get; init; }

    /// <summary>Gets the places of whose objects next to none were freed, the largest first.</summary>
    public IReadOnlyList<VerdictSuspect> Suspects { get; init; } = [];

    /// <summary>Gets how long a look, from now on, would decide what this one could not; null where this one did, or
    /// that is not known.</summary>
    public TimeSpan? DecidesIn { get; init; }

    /// <summary>Gets the past that it rests on too, or null.</summary>
    public VerdictHistory? History { get; init; }

    /// <summary>Gets the ledgers that it rests on, by time.</summary>
    public IReadOnlyList<Ledger> Ledgers { get; init; } = [];

    /// <summary>Gets the last ledger, or null.</summary>
    public Ledger? LastLedger { get; init; }

    /// <summary>Gets the control group's view at the window's end, or null.</summary>
    public CgroupMemory? Cgroup { get; init; }

    /// <summary>Gets the control group when the window began, or null.</summary>
    public CgroupMemory? CgroupFrom { get; init; }

    /// <summary>Gets what is missing, each with what would allow it.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
