using Resident.Analysis.Diagnosis;
using Resident.Cli.Prometheus;
using Resident.Model.Observations;
using Resident.Model.Verdicts;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>Answers `why` of a process that runs, or of an address: from what was recorded of it and from a look at it
/// now.</summary>
internal sealed class LiveWhy
{
    private static readonly TimeSpan DefaultDuration = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan GoesOn = TimeSpan.FromMinutes(30);

    private readonly WhyRequest _request;
    private readonly TargetText _target;
    private readonly ProcessSources _sources;
    private readonly TimeProvider _clock;
    private readonly Action<Verdict> _print;

    /// <summary>Initializes a new instance of the <see cref="LiveWhy"/> class.</summary>
    /// <param name="request">What is asked.</param>
    /// <param name="target">The process, or the address.</param>
    /// <param name="sources">Read it.</param>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="print">Prints an answer.</param>
    public LiveWhy(WhyRequest request, TargetText target, ProcessSources sources, TimeProvider clock, Action<Verdict> print)
    {
        _request = request;
        _target = target;
        _sources = sources;
        _clock = clock;
        _print = print;
    }

    /// <summary>Answers.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> AnswerAsync()
    {
        if (_target.Pid is not { } pid)
        {
            return _request.Window.IsGiven
                ? throw new WrongRequestException($"--from, --to: Expected a process or a recording beside them, found the address {_target.Address}, of which nothing was recorded here. With --history URL, Prometheus' past of it is taken.")
                : await WatchAsync(past: null);
        }

        var now = _clock.GetUtcNow();
        var window = _request.Window;
        var span = window.Resolve(now, window.To is null ? null : _request.Duration);
        var known = KnownPast.Find(_sources, each => each == pid, _request.IsFresh);
        var recorded = window.IsGiven ? known.Demand(pid, span) : known.Read(pid, RecordedSpan.All, ObservationSize.Whole);
        if (span.ToUnixMs < now.ToUnixTimeMilliseconds())
        {
            var answer = Diagnostician.Diagnose(recorded!);
            _print(answer);
            return CodeOf(answer);
        }

        return await WatchAsync(recorded);
    }

    private async Task<int> WatchAsync(Observation? past)
    {
        using var interrupts = new Interrupts();
        using var runtimes = new RuntimeReaders(_target.Address ?? _request.Endpoint, _clock);
        using var probe = await OpenAsync(runtimes, interrupts.Token);
        var duration = _request.Duration ?? DefaultDuration;
        var observer = new Observer(probe, _clock, new ObserverOptions { Duration = duration, IsRemote = _target.Pid is null });
        if (_request.UntilSure is { } longest)
        {
            var sure = await WatchUntilSureAsync(observer, past, longest, interrupts.Token);
            _print(sure);
            return await EndAsync(observer, sure);
        }

        return await WatchForAsync(duration, observer, past, probe.Target, interrupts.Token);
    }

    private async Task<int> WatchForAsync(TimeSpan duration, Observer observer, Observation? past, ObservedTarget target, CancellationToken cancellationToken)
    {
        bool isHidden = _request.IsQuiet || Console.IsErrorRedirected;
        var kept = ProcessHistory.TryReadAsync(_request.History, target.StartedAt, cancellationToken);
        var progress = new WhyProgress(duration, isHidden, _clock);
        var observation = await observer.ObserveAsync(progress.Show, cancellationToken);
        progress.Clear();
        var whole = ObservationJoin.Continue(past, observation);
        var verdict = Diagnostician.Diagnose(await kept is { } history ? JoinedHistory.Prepend(whole, history) : whole);
        bool isOffered = verdict.Id is VerdictIds.NotSureYet && observer.Ending is null && !cancellationToken.IsCancellationRequested
            && !_request.IsJson && !isHidden && !Console.IsInputRedirected;

        // Where the answer goes to a file, there is to be one of them.
        bool isSoon = !isOffered || !Console.IsOutputRedirected;
        if (isSoon)
        {
            _print(verdict);
        }

        if (isOffered && await GoOnAsync(observer, past, verdict, cancellationToken) is { } later)
        {
            verdict = later;
            _print(verdict);
        }
        else if (!isSoon)
        {
            _print(verdict);
        }

        return await EndAsync(observer, verdict);
    }

    private async Task<ITargetProbe> OpenAsync(RuntimeReaders runtimes, CancellationToken cancellationToken)
    {
        if (_target.Pid is { } pid)
        {
            return new ProcessProbe(pid, _sources, UserCache.Locations, runtimes.Endpoint, _clock, runtimes.Profiles);
        }

        var probe = new EndpointProbe(_target.Address!, await runtimes.OpenAddressAsync(cancellationToken), runtimes.Profiles);
        // It tells when its process started, which is what a server's history of it is found by.
        _ = await probe.ReadSampleAsync(_clock.GetUtcNow(), cancellationToken);
        return probe;
    }

    private async Task<Verdict> WatchUntilSureAsync(Observer observer, Observation? past, TimeSpan longest, CancellationToken cancellationToken)
    {
        using var enough = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var progress = new SureProgress(longest, _request.IsQuiet, _clock);
        var watch = new SureWatch(observer, past, _clock);
        var observation = await observer.ObserveAsync(
            sample =>
            {
                if (watch.Take())
                {
                    enough.Cancel();
                }

                progress.Show(sample, watch.Last);
            },
            longest,
            enough.Token);
        return Diagnostician.Diagnose(ObservationJoin.Continue(past, observation));
    }

    // Watching goes on while the person thinks about it, so that no stretch is missing.
    private async Task<Verdict?> GoOnAsync(Observer observer, Observation? past, Verdict verdict, CancellationToken cancellationToken)
    {
        using var declined = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var wait = GoOnOffer.WaitAsync(verdict.DecidesIn, _clock, declined.Token);
        var watching = WatchUntilSureAsync(observer, past, GoesOn, declined.Token);
        if (!await wait)
        {
            await declined.CancelAsync();
            _ = await watching;
            return null;
        }

        return await watching;
    }

    private async Task<int> EndAsync(Observer observer, Verdict verdict)
    {
        if (observer.Ending is { } ending)
        {
            await Console.Error.WriteLineAsync("resident: " + ending);
            return ExitCode.TargetRefused;
        }

        return CodeOf(verdict);
    }

    private int CodeOf(Verdict verdict) => FailOn.Matches(_request.FailOn, verdict) ? ExitCode.FailOn : ExitCode.Done;
}
