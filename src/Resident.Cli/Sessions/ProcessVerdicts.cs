using System.Globalization;
using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;
using Resident.Store;

namespace Resident.Cli.Sessions;

/// <summary>Says of several processes why their RES is what it is: from their recordings where they have one, else after a short look at all of
/// them at once.</summary>
internal sealed class ProcessVerdicts
{
    private const int MostLooks = 16;
    private const int MostRecordings = 100;
    private static readonly TimeSpan LeastRecorded = TimeSpan.FromMinutes(1);

    private readonly ProcessSources _sources;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;

    /// <summary>Initializes a new instance of the <see cref="ProcessVerdicts"/> class.</summary>
    /// <param name="sources">Read the processes.</param>
    /// <param name="duration">How long a look is.</param>
    /// <param name="clock">Sets the pace.</param>
    public ProcessVerdicts(ProcessSources sources, TimeSpan duration, TimeProvider clock)
    {
        _sources = sources;
        _duration = duration;
        _clock = clock;
    }

    /// <summary>Gives each Go process its verdict; at most 16 are looked at, the first ones.</summary>
    /// <param name="rows">The processes.</param>
    /// <param name="warnings">Takes what was left out.</param>
    /// <param name="cancellationToken">Ends the looks early.</param>
    public async Task<List<ProcessRow>> AddToAsync(IReadOnlyList<ProcessRow> rows, List<string> warnings, CancellationToken cancellationToken)
    {
        var recordings = FindRecordings();
        var found = new Dictionary<int, Task<Verdict?>>();
        int looks = 0;
        foreach (var row in rows.Where(static row => row.Runtime.Kind is "go"))
        {
            if (FromRecording(row.Process, recordings) is { } verdict)
            {
                found[row.Process.Pid] = Task.FromResult<Verdict?>(verdict);
            }
            else if (looks++ < MostLooks)
            {
                found[row.Process.Pid] = Task.Run(() => LookAsync(row.Process.Pid, cancellationToken), CancellationToken.None);
            }
        }

        if (looks > MostLooks)
        {
            warnings.Add(string.Create(CultureInfo.InvariantCulture, $"--why: Only the {MostLooks} largest of {looks} Go processes without a recording were looked at."));
        }

        var told = new List<ProcessRow>();
        foreach (var row in rows)
        {
            told.Add(found.TryGetValue(row.Process.Pid, out var verdict) ? row with { Why = await verdict } : row);
        }

        return told;
    }

    // The newest recording of each process that has one long enough.
    private static Dictionary<int, Recorded> FindRecordings()
    {
        var found = new Dictionary<int, Recorded>();
        if (RecordingPlace.FindFolder() is not { } folder || !Directory.Exists(folder))
        {
            return found;
        }

        var files = new DirectoryInfo(folder).EnumerateFiles("*.resident").OrderByDescending(static file => file.LastWriteTimeUtc).Take(MostRecordings);
        foreach (var file in files)
        {
            if (Read(file.FullName, IsLongEnough) is { } recorded)
            {
                _ = found.TryAdd(recorded.Pid, recorded);
            }
        }

        return found;
    }

    private static Recorded? IsLongEnough(RecordingReader reader) =>
        reader.Runs() is [.., { Pid: { } pid, StartedAt: { } startedAt }]
        && reader.Extent(RecordingLog.Samples) is { } extent
        && extent.ToUnixMs - extent.FromUnixMs >= LeastRecorded.TotalMilliseconds
            ? new Recorded(reader.Path, pid, startedAt)
            : null;

    private static T? Read<T>(string file, Func<RecordingReader, T?> read)
        where T : class
    {
        try
        {
            using var reader = RecordingReader.Open(file);
            return read(reader);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
        {
            // Another one may be of this process; else it is looked at.
            return null;
        }
    }

    private Verdict? FromRecording(ProcessMemory process, Dictionary<int, Recorded> recordings) =>
        recordings.GetValueOrDefault(process.Pid) is { } recorded
        && _sources.Processes.Host.StartTime(process.StartTicks) is { } startedAt
        && Math.Abs((recorded.StartedAt - startedAt).TotalSeconds) < 1
            ? Read(recorded.File, static reader => Diagnostician.Diagnose(RecordedObservation.Read(reader)))
            : null;

    private async Task<Verdict?> LookAsync(int pid, CancellationToken cancellationToken)
    {
        try
        {
            using var probe = new ProcessProbe(pid, _sources, UserCache.Locations, endpoint: null, _clock);
            var observer = new Observer(probe, _clock, new ObserverOptions { Duration = _duration });
            return Diagnostician.Diagnose(await observer.ObserveAsync(onSample: null, cancellationToken));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException or OperationCanceledException or TargetEndedException)
        {
            // It ended, or hides: then there is nothing to say of it.
            return null;
        }
    }

    private sealed record Recorded(string File, int Pid, DateTimeOffset StartedAt);
}
