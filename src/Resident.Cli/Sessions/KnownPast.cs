using System.Globalization;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Sources.Procfs;

namespace Resident.Cli.Sessions;

/// <summary>What this user's commands have recorded of the processes that run, in the default place.</summary>
internal sealed class KnownPast
{
    private readonly ProcessSources _sources;
    private readonly IReadOnlyList<RecordingHead> _heads;

    private KnownPast(ProcessSources sources, IReadOnlyList<RecordingHead> heads)
    {
        _sources = sources;
        _heads = heads;
    }

    /// <summary>Looks through the default place.</summary>
    /// <param name="sources">Tell the processes' starts.</param>
    /// <param name="isWanted">Whose recordings are wanted, by PID.</param>
    /// <param name="isFresh">Whether recordings are left out.</param>
    public static KnownPast Find(ProcessSources sources, Func<int, bool> isWanted, bool isFresh = false) =>
        new(sources, isFresh ? [] : RecordingShelf.Find(RecordingPlace.FindFolder(), isWanted));

    /// <summary>Reads what is known of a process.</summary>
    /// <param name="pid">The process.</param>
    /// <param name="span">The stretch that is wanted.</param>
    /// <param name="size">How much is wanted.</param>
    /// <returns>Null where nothing is known, or the process is gone.</returns>
    public Observation? Read(int pid, RecordedSpan span, ObservationSize size)
    {
        if (_heads.Count == 0)
        {
            return null;
        }

        try
        {
            return Read(_sources.Processes.Read(pid), span, size);
        }
        catch (Exception problem) when (problem is ProcessGoneException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Reads what is known of a process.</summary>
    /// <param name="process">The process.</param>
    /// <param name="span">The stretch that is wanted.</param>
    /// <param name="size">How much is wanted.</param>
    /// <param name="writers">Whose recordings are read.</param>
    /// <returns>Null where nothing is known.</returns>
    public Observation? Read(ProcessMemory process, RecordedSpan span, ObservationSize size, RecordingWriters writers = RecordingWriters.Others)
    {
        string own = WriterIdentity.Own(_sources);
        var heads = _heads.Where(head => writers == RecordingWriters.All
            || string.Equals(head.Writer, own, StringComparison.Ordinal) == (writers == RecordingWriters.Own));
        return RecordingShelf.Read(heads, process, _sources.Processes.Host.StartTime(process.StartTicks), span, size);
    }

    /// <summary>Reads a stretch that a person asked for.</summary>
    /// <exception cref="WrongRequestException">Nothing was recorded in it; the message says what was.</exception>
    public Observation Demand(int pid, RecordedSpan span)
    {
        if (Read(pid, span, ObservationSize.Whole) is { } found)
        {
            return found;
        }

        string number = pid.ToString(CultureInfo.InvariantCulture);
        throw new WrongRequestException(Read(pid, RecordedSpan.All, ObservationSize.Held) is { } other
            ? $"--from, --to: Of process {number} was recorded {AskedWindow.Tell(other.Samples[0].Time)} to {AskedWindow.Tell(other.Samples[^1].Time)}, and nothing in the time that was asked for."
            : $"--from, --to: Of process {number} there is no recording in {RecordingPlace.FindFolder() ?? "$XDG_STATE_HOME/resident"}, so that its past is not known. One is kept by: resident watch {number}");
    }
}
