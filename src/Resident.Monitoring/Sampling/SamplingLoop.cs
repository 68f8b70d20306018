using Resident.Model;
using Resident.Monitoring.History;

namespace Resident.Monitoring.Sampling;

/// <summary>Takes samples at a steady pace and tells what happens to the target: its start, its end, another process under
/// the same name, and stretches in which nothing could be read (the machine slept, or we were stopped).</summary>
public sealed class SamplingLoop
{
    private const int GapIntervals = 3;

    private readonly TimeProvider _clock;
    private readonly LoopOptions _options;
    private readonly Func<int, CancellationToken, ValueTask<ISampler?>> _open;
    private readonly SteadyClock _steady;
    private readonly PauseCycles _pauses = new();
    private int _run;

    /// <summary>Initializes a new instance of the <see cref="SamplingLoop"/> class.</summary>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="options">How often, and how long.</param>
    /// <param name="open">Opens the target of a run, 0 for the first; null where there is none (now). It is asked again at each
    /// interval until there is one; a target that cannot come back throws or cancels.</param>
    public SamplingLoop(TimeProvider clock, LoopOptions options, Func<int, CancellationToken, ValueTask<ISampler?>> open)
    {
        _clock = clock;
        _steady = new SteadyClock(clock);
        _options = options;
        _open = open;
    }

    /// <summary>Gets or sets whether another process is awaited when the target ends. Default false.</summary>
    public bool AwaitsRestart { get; set; }

    /// <summary>Runs until the end.</summary>
    /// <param name="onSample">Takes each sample, with what happened since the one before.</param>
    /// <param name="onEvent">Takes what happens when there is no sample to carry it.</param>
    /// <param name="cancellationToken">Stops the loop; it then returns <see cref="LoopEnd.Cancelled"/>.</param>
    public async Task<LoopEnd> RunAsync(
        Func<Sample, IReadOnlyList<TimelineEvent>, ValueTask> onSample,
        Func<TimelineEvent, ValueTask> onEvent,
        CancellationToken cancellationToken)
    {
        var pace = new Pace(_clock, _options.Interval);
        var state = new LoopState(_clock.GetTimestamp());
        ISampler? sampler = null;
        try
        {
            while (true)
            {
                _ = pace.Begin();
                sampler ??= await OpenAsync(state, cancellationToken).ConfigureAwait(false);
                if (sampler is not null && !await SampleAsync(sampler, pace, state, onSample, cancellationToken).ConfigureAwait(false))
                {
                    sampler.Dispose();
                    sampler = null;
                    await onEvent(state.Ending!).ConfigureAwait(false);
                    if (!AwaitsRestart)
                    {
                        return LoopEnd.TargetEnded;
                    }

                    _run++;
                }

                if (state.IsComplete(_options, _clock))
                {
                    return LoopEnd.Complete;
                }

                await pace.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return LoopEnd.Cancelled;
        }
        finally
        {
            sampler?.Dispose();
        }
    }

    private async ValueTask<ISampler?> OpenAsync(LoopState state, CancellationToken cancellationToken)
    {
        var sampler = await _open(_run, cancellationToken).ConfigureAwait(false);
        if (sampler is not null && _run > 0)
        {
            state.Pending.Add(new(_clock.GetUtcNow().ToUnixTimeMilliseconds(), "restart", "Another process of that name started.") { Words = new Wording("restart") });
        }

        return sampler;
    }

    // False when the target is gone.
    private async ValueTask<bool> SampleAsync(
        ISampler sampler,
        Pace pace,
        LoopState state,
        Func<Sample, IReadOnlyList<TimelineEvent>, ValueTask> onSample,
        CancellationToken cancellationToken)
    {
        var late = pace.Begin();
        var due = _steady.Now(out var jump) - late;
        if (jump is not null)
        {
            state.Pending.Add(jump);
        }

        try
        {
            var sample = await sampler.ReadAsync(due, cancellationToken).ConfigureAwait(false);
            sample = _pauses.AddTo(sample with { Run = _run });
            state.NoteGap(due, _options.Interval * GapIntervals);
            var events = state.TakePending();
            await onSample(sample, events).ConfigureAwait(false);
            state.Samples++;
            return true;
        }
        catch (TargetEndedException ended)
        {
            state.Ending = new(due.ToUnixTimeMilliseconds(), ended.IsOutOfMemory ? "oom" : "exit", ended.Message) { Words = ended.Words };
            return false;
        }
    }

    private sealed class LoopState
    {
        private readonly long _start;
        private DateTimeOffset? _last;

        public LoopState(long start)
        {
            _start = start;
        }

        public List<TimelineEvent> Pending { get; private set; } = [];

        public TimelineEvent? Ending { get; set; }

        public long Samples { get; set; }

        public bool IsComplete(LoopOptions options, TimeProvider clock) =>
            Samples >= options.Count || (options.Duration is { } duration && clock.GetElapsedTime(_start) >= duration);

        public void NoteGap(DateTimeOffset now, TimeSpan longest)
        {
            if (_last is { } last && now - last > longest)
            {
                string length = Math.Round((now - last).TotalSeconds).ToString(System.Globalization.CultureInfo.InvariantCulture);
                Pending.Add(new(now.ToUnixTimeMilliseconds(), "gap", $"Nothing was read for {length} s: the machine slept, or Resident was held up.")
                {
                    Words = new Wording("gap", new WordingFigure("seconds", Math.Round((now - last).TotalSeconds))),
                });
            }

            _last = now;
        }

        public List<TimelineEvent> TakePending()
        {
            var taken = Pending;
            Pending = [];
            return taken;
        }
    }
}
