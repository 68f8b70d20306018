using Resident.Analysis.Diagnosis;
using Resident.Model;
using Resident.Model.Verdicts;
using Resident.Monitoring.History;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;
using Resident.Sources.Procfs;

namespace Resident.Monitoring.Inspection;

/// <summary>Gathers, beside a timeline, what a diagnosis needs, for as long as the page is served: the timeline's own samples, and
/// ledgers, heap profiles and goroutines as their budget allows. It begins anew with each new process.</summary>
public sealed class StandingWatch : IVerdictSource, IAsyncDisposable
{
    private const double Share = 0.002;
    private static readonly TimeSpan Pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan VerdictAge = TimeSpan.FromSeconds(5);

    private readonly ITimeline _timeline;
    private readonly TimeProvider _clock;
    private readonly Func<ProcessMemory, ITargetProbe> _open;
    private readonly SharedReadings _shared;
    private readonly IRecordedPast? _past;
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _oneAtATime = new(1, 1);
    private readonly Task _running;
    private volatile WatchedRun? _run;
    private Verdict? _verdict;
    private RecordedSpan? _verdictSpan;
    private long _diagnosedAt;

    /// <summary>Initializes a new instance of the <see cref="StandingWatch"/> class, and begins.</summary>
    /// <param name="timeline">Whose samples are used.</param>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="open">Opens a process for the dear reads.</param>
    /// <param name="shared">What a recorder reads of the process beside this, or null where there is none.</param>
    /// <param name="past">Knows what was recorded of the process, or null where that is left out.</param>
    public StandingWatch(
        ITimeline timeline, TimeProvider clock, Func<ProcessMemory, ITargetProbe> open, SharedReadings? shared = null, IRecordedPast? past = null)
    {
        _past = past;
        _shared = shared ?? new SharedReadings();
        _timeline = timeline;
        _clock = clock;
        _open = open;
        _running = Task.Run(RunAsync, CancellationToken.None);
    }

    /// <summary>Gets what a server kept of the process before it was watched, or null.</summary>
    public PrometheusHistory? History { get; init; }

    /// <summary>Works the verdict out from what was seen, without a look for the asker: for those who ask all the time.</summary>
    /// <param name="cancellationToken">Gives up waiting.</param>
    /// <returns>Null where too little was seen yet, or where there is no process.</returns>
    public Task<Verdict?> DiagnoseSeenAsync(CancellationToken cancellationToken) =>
        Task.Run(() => _run is { } run ? Diagnose(run) : null, cancellationToken);

    /// <inheritdoc/>
    public async Task<Verdict?> DiagnoseAsync(RecordedSpan? span, CancellationToken cancellationToken)
    {
        await _oneAtATime.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            bool isFresh = _verdict is not null && _verdictSpan == span && _clock.GetElapsedTime(_diagnosedAt) < VerdictAge;
            if (!isFresh && _run is { } run)
            {
                _verdict = await Task.Run(() => span is null ? Look(run) : Diagnose(run, span), cancellationToken).ConfigureAwait(false);
                (_diagnosedAt, _verdictSpan) = (_clock.GetTimestamp(), span);
            }

            return _verdict;
        }
        finally
        {
            _ = _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _run?.Dispose();
        _stop.Dispose();
        _oneAtATime.Dispose();
    }

    private Verdict? Look(WatchedRun run)
    {
        try
        {
            run.Refresh();
        }
        catch (Exception problem) when (IsEnd(problem))
        {
            // What was seen until it ended is what there is.
        }

        return Diagnose(run);
    }

    private Verdict? Diagnose(WatchedRun run) => run.ToObservation() is { } observation
        ? Diagnostician.Diagnose(History is { } history ? JoinedHistory.Prepend(observation, history) : observation)
        : null;

    // What the recorder wrote tells of a stretch more than what is held here; what came after its last step is held
    // here alone.
    private Verdict? Diagnose(WatchedRun run, RecordedSpan span)
    {
        var recorded = run.Process.Pid > 0 ? _past?.Read(run.Process, span) : null;
        var rest = recorded is null ? span : span with { FromUnixMs = recorded.Samples[^1].Time.ToUnixTimeMilliseconds() + 1 };
        var seen = run.ToObservation() is { } whole ? ObservationJoin.Cut(whole, rest) : null;
        var observation = recorded is null || seen is null ? recorded ?? seen : ObservationJoin.Join(recorded, seen) with { History = recorded.History };
        return observation is null ? null : Diagnostician.Diagnose(observation);
    }

    private static bool IsEnd(Exception problem) =>
        problem is IOException or UnauthorizedAccessException or MalformedInputException or TargetEndedException or ProcessGoneException or ObjectDisposedException;

    private async Task RunAsync()
    {
        using var timer = new PeriodicTimer(Pace, _clock);
        Sample? last = null;
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token).ConfigureAwait(false))
            {
                // A recording's samples are of a process that is no longer, or not here.
                if (_timeline.Target.State is "live" && _timeline.Latest is { Process: not null } sample && !ReferenceEquals(sample, last))
                {
                    last = sample;
                    Take(sample, sample.Process);
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The page is no longer served.
        }
    }

    private void Take(Sample sample, ProcessMemory process)
    {
        try
        {
            if (_run is not { } run || !run.Is(process) || run.IsBefore(sample))
            {
                var old = _run;
                _run = new WatchedRun(process, _open(process), _clock, Share, _shared) { Past = process.Pid > 0 ? _past?.ReadBefore(process) : null };
                old?.Dispose();
            }

            _run.Take(sample);
        }
        catch (Exception problem) when (IsEnd(problem))
        {
            // It ended, or refuses now: what was seen until then is what there is.
        }
    }
}
