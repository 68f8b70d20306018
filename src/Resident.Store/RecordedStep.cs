using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Store;

/// <summary>What one step adds to a recording. It is written whole or not at all.</summary>
public sealed record RecordedStep
{
    /// <summary>Gets the step's time, milliseconds since 1970.</summary>
    public required long UnixMs { get; init; }

    /// <summary>Gets the sample, or null where the step has cycles or events alone. Its own lists of cycles and lines are not looked at.</summary>
    public Sample? Sample { get; init; }

    /// <summary>Gets figures beside those of the sample.</summary>
    public IReadOnlyList<RecordedFigure> Figures { get; init; } = [];

    /// <summary>Gets the ledger of that time, or null where none was made.</summary>
    public Ledger? Ledger { get; init; }

    /// <summary>Gets the cycles that became known.</summary>
    public IReadOnlyList<RecordedCycle> Cycles { get; init; } = [];

    /// <summary>Gets the scavenger's lines that became known.</summary>
    public IReadOnlyList<RecordedScavenge> Scavenges { get; init; } = [];

    /// <summary>Gets what happened.</summary>
    public IReadOnlyList<RecordedEvent> Events { get; init; } = [];

    /// <summary>Gets the run that begins with this step, or null.</summary>
    public RecordedRun? Run { get; init; }
}
