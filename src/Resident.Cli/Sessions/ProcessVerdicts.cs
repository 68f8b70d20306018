using System.Globalization;
using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;

namespace Resident.Cli.Sessions;

/// <summary>Says of several processes why their RES is what it is: after a short look at all of them at once, put to
/// what was recorded of them. One that is being recorded needs no look.</summary>
internal sealed class ProcessVerdicts
{
    private const int MostLooks = 16;
    private static readonly TimeSpan LeastRecorded = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Recent = TimeSpan.FromSeconds(15);

    private readonly ProcessSources _sources;
    private readonly TimeSpan _duration;
    private readonly TimeProvider _clock;
    private readonly bool _isFresh;

    /// <summary>Initializes a new instance of the <see cref="ProcessVerdicts"/> class.</summary>
    /// <param name="sources">Read the processes.</param>
    /// <param name="duration">How long a look is.</param>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="isFresh">Whether what was recorded is left out.</param>
    public ProcessVerdicts(ProcessSources sources, TimeSpan duration, TimeProvider clock, bool isFresh = false)
    {
        _sources = sources;
        _duration = duration;
        _clock = clock;
        _isFresh = isFresh;
    }

    /// <summary>Gives each Go process its verdict; at most 16 are looked at, the first ones.</summary>
    /// <param name="rows">The processes.</param>
    /// <param name="warnings">Takes what was left out.</param>
    /// <param name="cancellationToken">Ends the looks early.</param>
    public async Task<List<ProcessRow>> AddToAsync(IReadOnlyList<ProcessRow> rows, List<string> warnings, CancellationToken cancellationToken)
    {
        ProcessRow[] asked = [.. rows.Where(static row => row.Runtime.Kind is "go")];
        HashSet<int> pids = [.. asked.Select(static row => row.Process.Pid)];
        var known = KnownPast.Find(_sources, pids.Contains, _isFresh);
        var found = new Dictionary<int, Task<Verdict?>>();
        int looks = 0;
        foreach (var row in asked)
        {
            var past = known.Read(row.Process, RecordedSpan.All, ObservationSize.Whole);
            if (past is not null && (IsCurrent(past) || looks >= MostLooks))
            {
                found[row.Process.Pid] = Task.FromResult<Verdict?>(Diagnostician.Diagnose(past));
            }
            else if (looks++ < MostLooks)
            {
                found[row.Process.Pid] = Task.Run(() => LookAsync(row.Process.Pid, past, cancellationToken), CancellationToken.None);
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

    // It is being recorded now, and long enough: a look of some seconds would add nothing.
    private bool IsCurrent(Observation past) =>
        _clock.GetUtcNow() - past.Samples[^1].Time <= Recent && past.Samples[^1].Time - past.Samples[0].Time >= LeastRecorded;

    private async Task<Verdict?> LookAsync(int pid, Observation? past, CancellationToken cancellationToken)
    {
        try
        {
            using var probe = new ProcessProbe(pid, _sources, UserCache.Locations, endpoint: null, _clock);
            var observer = new Observer(probe, _clock, new ObserverOptions { Duration = _duration });
            var observation = await observer.ObserveAsync(onSample: null, cancellationToken);
            return Diagnostician.Diagnose(ObservationJoin.Continue(past, observation));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or MalformedInputException or OperationCanceledException or TargetEndedException)
        {
            // It ended, or hides: then there is nothing to say of it.
            return null;
        }
    }
}
