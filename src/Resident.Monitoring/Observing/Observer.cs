using System.Runtime.CompilerServices;
using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Observing;

/// <summary>Watches one process, or one address, for a time and gathers what a diagnosis needs: samples, ledgers spaced by their cost, heap profiles and
/// goroutines at the start and the end.</summary>
public sealed class Observer
{
    private const int MostProfiles = 32;

    private readonly ITargetProbe _probe;
    private readonly TimeProvider _clock;
    private readonly ObserverOptions _options;
    private readonly List<Sample> _samples = [];
    private readonly List<Ledger> _ledgers = [];
    private readonly List<HeapSites> _profiles = [];
    private readonly List<GoroutineCensus> _goroutines = [];
    private readonly List<AllocationReading> _allocations = [];
    private readonly List<GroupCensus> _groups = [];
    private long? _begun;
    private TimeSpan _ledgerCost;
    private TimeSpan _allocationCost;
    private long _lastAllocations;
    private TimeSpan _goroutineCost;
    private long _lastLedger;
    private int _programs;

    /// <summary>Initializes a new instance of the <see cref="Observer"/> class.</summary>
    /// <param name="probe">Looks into the process. The caller owns it.</param>
    /// <param name="clock">Sets the pace.</param>
    /// <param name="options">How long.</param>
    public Observer(ITargetProbe probe, TimeProvider clock, ObserverOptions options)
    {
        ArgumentNullException.ThrowIfNull(clock);
        _probe = probe;
        _clock = clock;
        _options = options;
    }

    /// <summary>Gets how the process ended while it was watched, in one sentence; null while it has not.</summary>
    public string? Ending { get; private set; }

    /// <summary>Watches until the time is over, the process ends or the token says stop; what was seen until then is returned.</summary>
    /// <param name="onSample">Is told of each sample; may be null.</param>
    /// <param name="cancellationToken">Ends the watch early.</param>
    /// <exception cref="IOException">The process ended before there was anything to tell.</exception>
    public Task<Observation> ObserveAsync(Action<Sample>? onSample, CancellationToken cancellationToken) =>
        ObserveAsync(onSample, _options.Duration, cancellationToken);

    /// <summary>Gets what was seen until now. To be called between samples, as by who is told of each: the heap profile
    /// is read for it.</summary>
    /// <exception cref="TargetEndedException">The process is gone.</exception>
    public Observation Snapshot()
    {
        TakeProfiles();
        TakeAllocations();
        return ToObservation();
    }

    /// <summary>Watches for some other time, or goes on watching: what was seen before stays.</summary>
    /// <param name="onSample">Is told of each sample; may be null.</param>
    /// <param name="duration">How long from now.</param>
    /// <param name="cancellationToken">Ends the watch early.</param>
    /// <exception cref="IOException">The process ended before there was anything to tell.</exception>
    public async Task<Observation> ObserveAsync(Action<Sample>? onSample, TimeSpan duration, CancellationToken cancellationToken)
    {
        if (RuntimeFeature.IsDynamicCodeCompiled)
        {
            // Where code is compiled as it runs, the first ledger takes so long that its parts do not belong together.
            _ = _probe.ReadLedger(endpoint: null);
        }

        long start = _clock.GetTimestamp();
        _begun ??= start;
        try
        {
            using var timer = new PeriodicTimer(_options.SampleInterval, _clock);
            await TakeAsync(withAll: true, onSample, cancellationToken).ConfigureAwait(false);
            while (_clock.GetElapsedTime(start) + _options.SampleInterval < duration)
            {
                _ = await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false);
                await TakeAsync(withAll: false, onSample, cancellationToken).ConfigureAwait(false);
            }

            var rest = duration - _clock.GetElapsedTime(start);
            if (rest > TimeSpan.Zero)
            {
                await Task.Delay(rest, _clock, cancellationToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested && _samples.Count > 1)
        {
            // What was seen until now is what there is.
        }
        catch (TargetEndedException ended) when (_samples.Count > 1)
        {
            Ending = ended.Message;
        }

        await FinishAsync(duration, onSample).ConfigureAwait(false);
        return ToObservation();
    }

    private async Task FinishAsync(TimeSpan duration, Action<Sample>? onSample)
    {
        if (Ending is not null || duration <= TimeSpan.Zero)
        {
            return;
        }

        try
        {
            await TakeAsync(withAll: true, onSample, CancellationToken.None).ConfigureAwait(false);
        }
        catch (TargetEndedException ended)
        {
            Ending = ended.Message;
        }
    }

    private async ValueTask TakeAsync(bool withAll, Action<Sample>? onSample, CancellationToken cancellationToken)
    {
        if (_probe.FollowExec() is var programs && programs != _programs)
        {
            _programs = programs;
            Forget();
            withAll = true;
        }

        var sample = await _probe.ReadSampleAsync(_clock.GetUtcNow(), cancellationToken).ConfigureAwait(false);

        _samples.Add(KeptSample.Of(sample));
        if (withAll || IsLedgerDue())
        {
            TakeLedger(sample.Go);
        }

        if (withAll)
        {
            TakeProfiles();
            TakeGroup(sample.Time);
        }

        if (withAll || IsDue(_lastAllocations, _allocationCost, Spacing.AllocationInterval))
        {
            TakeAllocations();
        }

        onSample?.Invoke(sample);
    }

    // What was seen until now is of the program that the process was before.
    private void Forget()
    {
        _samples.Clear();
        _ledgers.Clear();
        _profiles.Clear();
        _goroutines.Clear();
        _allocations.Clear();
        _groups.Clear();
    }

    // A watch that goes on for longer than was planned is spaced as one of that length.
    private ObserverOptions Spacing =>
        _clock.GetElapsedTime(_begun!.Value) is var length && length > _options.Duration ? _options with { Duration = length } : _options;

    private bool IsLedgerDue() => IsDue(_lastLedger, _ledgerCost, Spacing.LedgerInterval);

    private bool IsDue(long last, TimeSpan cost, TimeSpan interval)
    {
        var passed = _clock.GetElapsedTime(last);
        bool isAffordable = passed >= cost / Spacing.Share || passed >= Spacing.MostLedgerInterval;
        return passed + (_options.SampleInterval / 2) >= interval && isAffordable;
    }

    private void TakeAllocations()
    {
        long start = _clock.GetTimestamp();
        if (_probe.ReadAllocations() is { } reading)
        {
            Keep(_allocations, reading);
        }

        _allocationCost = _clock.GetElapsedTime(start);
        _lastAllocations = _clock.GetTimestamp();
    }

    private void TakeLedger(GoMemory? endpoint)
    {
        long start = _clock.GetTimestamp();
        if (_probe.ReadLedger(endpoint) is { } ledger)
        {
            _ledgers.Add(ledger);
        }

        _ledgerCost = _clock.GetElapsedTime(start);
        // Waiting goroutines tell of stuck finalizers: cheap, unless there are very many.
        if (_goroutineCost < TimeSpan.FromMilliseconds(20))
        {
            TakeGoroutines();
        }

        _lastLedger = _clock.GetTimestamp();
    }

    private void TakeGoroutines()
    {
        long start = _clock.GetTimestamp();
        if (_probe.ReadGoroutines() is { } census)
        {
            _goroutines.Add(census);
        }

        _goroutineCost = _clock.GetElapsedTime(start);
    }

    private void TakeGroup(DateTimeOffset now)
    {
        if (_probe.ReadGroup(now) is { } census)
        {
            _groups.Add(census);
        }
    }

    private void TakeProfiles()
    {
        if (_probe.ReadSites() is { } sites)
        {
            Keep(_profiles, sites);
        }

        if (_goroutineCost >= TimeSpan.FromMilliseconds(20))
        {
            TakeGoroutines();
        }
    }

    // The first one stays: it is what the last one is compared with.
    private static void Keep<T>(List<T> all, T newest)
    {
        if (all.Count >= MostProfiles)
        {
            all.RemoveAt(MostProfiles / 2);
        }

        all.Add(newest);
    }

    private Observation ToObservation() => new()
    {
        Target = _probe.Target,
        Samples = _samples,
        Ledgers = _ledgers.Count > 0 ? _ledgers : RecordedLedgers.Derive(_samples),
        HeapProfiles = _profiles,
        Goroutines = _goroutines,
        Allocations = _allocations,
        Groups = _groups,
        Spans = _probe.LastSpans,
        HostMemory = _probe.HostMemory,
        Warnings = [.. _probe.Warnings],
    };
}
