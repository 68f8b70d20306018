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

    private static List<string> FindRecordings()
    {
        if (RecordingPlace.FindFolder() is not { } folder || !Directory.Exists(folder))
        {
            return [];
        }

        return
        [
            .. new DirectoryInfo(folder).EnumerateFiles("*.resident").OrderByDescending(static file => file.LastWriteTimeUtc)
                .Take(MostRecordings).Select(static file => file.FullName),
        ];
    }

    private Verdict? FromRecording(ProcessMemory process, List<string> recordings)
    {
        var startedAt = _sources.Processes.Host.StartTime(process.StartTicks);
        foreach (string file in recordings)
        {
            try
            {
                using var reader = RecordingReader.Open(file);
                bool isIt = reader.Runs() is [.., var run] && run.Pid == process.Pid && run.StartedAt is { } start && startedAt is { } own && Math.Abs((start - own).TotalSeconds) < 1;
                if (isIt && reader.Extent(RecordingLog.Samples) is { } extent && extent.ToUnixMs - extent.FromUnixMs >= LeastRecorded.TotalMilliseconds)
                {
                    return Diagnostician.Diagnose(RecordedObservation.Read(reader));
                }
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException)
            {
                // Another one may be of this process; else it is looked at.
            }
        }

        return null;
    }

    private async Task<Verdict?> LookAsync(int pid, CancellationToken cancellationToken)
    {
        try
        {
            using var probe = new ProcessProbe(pid, _sources, UserCache.Locations, endpoint: null, _clock);
            var observer = new Observer(probe, _clock, new ObserverOptions { Duration = _duration });
            return Diagnostician.Diagnose(await observer.ObserveAsync(onSample: null, cancellationToken));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException or OperationCanceledException)
        {
            // It ended, or hides: then there is nothing to say of it.
            return null;
        }
    }
}
