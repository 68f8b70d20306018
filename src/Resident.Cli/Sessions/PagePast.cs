using Resident.Model;
using Resident.Model.Observations;
using Resident.Monitoring.Inspection;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>What a page knows of its process from recordings: of before it was served, and of any stretch. With --fresh
/// its own recording alone.</summary>
internal sealed class PagePast : IRecordedPast
{
    private readonly ProcessSources _sources;
    private readonly bool _isFresh;

    /// <summary>Initializes a new instance of the <see cref="PagePast"/> class.</summary>
    /// <param name="sources">Tell the processes' starts.</param>
    /// <param name="isFresh">Whether what others recorded is left out.</param>
    public PagePast(ProcessSources sources, bool isFresh)
    {
        _sources = sources;
        _isFresh = isFresh;
    }

    /// <inheritdoc/>
    public Observation? ReadBefore(ProcessMemory process) =>
        KnownPast.Find(_sources, pid => pid == process.Pid, _isFresh).Read(process, RecordedSpan.All, ObservationSize.Held);

    /// <inheritdoc/>
    public Observation? Read(ProcessMemory process, RecordedSpan span) =>
        KnownPast.Find(_sources, pid => pid == process.Pid).Read(process, span, ObservationSize.Stretch, _isFresh ? RecordingWriters.Own : RecordingWriters.All);
}
