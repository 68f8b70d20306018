using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Observing;
using Resident.Monitoring.Prometheus;
using Resident.Monitoring.Recording;
using Resident.Monitoring.Sampling;

namespace Resident.Monitoring.Inspection;

/// <summary>What was seen of one run of a process. Its memory is bounded: where a list is full, every second entry of its older
/// half goes.</summary>
internal sealed class WatchedRun : IDisposable
{
    private const int MostSamples = 1_024;
    private const int MostLedgers = 512;
    private const int MostCensuses = 8;
    private const int MinAllocations = 4;
    private const int MaxAllocations = 16;
    private const int MaxStacks = 20_000;
    private const string LedgerRead = "ledger";
    private const string SiteRead = "sites";
    private const string AllocationRead = "allocations";
    private const string GoroutineRead = "goroutines";
    private const string GroupRead = "group";

    private static readonly TimeSpan YoungSpacing = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan LeastSpacing = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private readonly Lock _reading = new();
    private readonly TimeProvider _clock;
    private readonly ITargetProbe _probe;
    private readonly ReadBudget _budget;
    private readonly SharedReadings _shared;
    private readonly long _begun;
    private readonly List<Sample> _samples = [];
    private readonly List<Ledger> _ledgers = [];
    private readonly List<HeapSites> _sites = [];
    private readonly List<AllocationReading> _allocations = [];
    private readonly List<GoroutineCensus> _goroutines = [];
    private readonly List<GroupCensus> _groups = [];
    private Sample? _last;
    private GoSpanTable? _spans;
    private long _lastLedger;
    private int _programs;

    /// <summary>Initializes a new instance of the <see cref="WatchedRun"/> class.</summary>
    /// <param name="process">The process.</param>
    /// <param name="probe">Looks into it. The run owns it.</param>
    /// <param name="clock">Measures the reads.</param>
    /// <param name="share">The share of one core that the dear reads may take.</param>
    /// <param name="shared">What others have read of the process, and where its own readings are left for them.</param>
    public WatchedRun(ProcessMemory process, ITargetProbe probe, TimeProvider clock, double share, SharedReadings shared)
    {
        _shared = shared;
        Process = process;
        _probe = probe;
        _clock = clock;
        _begun = clock.GetTimestamp();
        _budget = new ReadBudget(clock, share);
        _budget.Register(LedgerRead);
        _budget.Register(SiteRead);
        _budget.Register(AllocationRead);
        _budget.Register(GoroutineRead);
        _budget.Register(GroupRead);
    }

    /// <summary>Gets the process, as it was when the run began.</summary>
    public ProcessMemory Process { get; }

    /// <summary>Gets what was recorded of it before, or null.</summary>
    public Observation? Past { get; init; }

    /// <summary>Tells whether a process is this one, and not another that has its number.</summary>
    public bool Is(ProcessMemory process) => process.Pid == Process.Pid && process.StartTicks == Process.StartTicks;

    /// <summary>Tells whether a sample is of a later process at the same address, as fallen counters show: there is no PID
    /// to tell them apart.</summary>
    public bool IsBefore(Sample sample) => Process.Pid <= 0 && _last is { } last && PrometheusRuns.HaveFallen(last, sample);

    /// <summary>Takes a sample, and whatever dear read is due beside it.</summary>
    public void Take(Sample sample)
    {
        Add(_samples, KeptSample.Of(sample), MostSamples);
        lock (_reading)
        {
            // What the first reads of all cost tells of a cold start, and of no later one.
            bool isFirst = _last is null;
            bool isAnother = _probe.FollowExec() is var programs && programs != _programs;
            if (isAnother)
            {
                _programs = programs;
                Forget(sample);
            }

            _last = sample;
            Read(isFirst || isAnother);
        }
    }

    /// <summary>Takes the expensive reads for somebody who asks now: no more often than every ten seconds, and at first than
    /// every two, since RES changes much then.</summary>
    public void Refresh()
    {
        lock (_reading)
        {
            var spacing = _clock.GetElapsedTime(_begun) / 4;
            spacing = spacing < YoungSpacing ? YoungSpacing : spacing > LeastSpacing ? LeastSpacing : spacing;
            if (_last is not null && _clock.GetElapsedTime(_lastLedger) >= spacing)
            {
                Read(isFree: true);
            }
        }
    }

    /// <summary>Gets all that was seen, as a diagnosis takes it.</summary>
    /// <returns>Null while that is too little.</returns>
    public Observation? ToObservation()
    {
        lock (_gate)
        {
            // Of an address there are no ledgers but those that follow from its samples.
            var ledgers = _ledgers.Count > 0 || Process.Pid > 0 ? [.. _ledgers] : RecordedLedgers.Derive(_samples);
            return _samples.Count < 2 || ledgers.Count == 0 ? null : ObservationJoin.Continue(Past, new Observation
            {
                Target = _probe.Target,
                Samples = [.. _samples],
                Ledgers = ledgers,
                HeapProfiles = [.. _sites],
                Allocations = [.. _allocations],
                Goroutines = [.. _goroutines],
                Groups = [.. _groups],
                Spans = _spans,
                HostMemory = _probe.HostMemory,
                Warnings = [.. _probe.Warnings],
            });
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _probe.Dispose();

    // What was seen until now is of the program that the process was before.
    private void Forget(Sample sample)
    {
        lock (_gate)
        {
            _samples.Clear();
            _ledgers.Clear();
            _sites.Clear();
            _allocations.Clear();
            _goroutines.Clear();
            _groups.Clear();
            _samples.Add(KeptSample.Of(sample));
        }
    }

    private void Read(bool isFree)
    {
        var process = _last!.Process!;
        var ledgerTime = _ledgers is [.., var newest] ? newest.TakenAt : default;
        if (_shared.Ledgers.Take(process, ledgerTime, _budget, LedgerRead, () => ReadIfDue(LedgerRead, ReadLedger, isFree)) is { } reading)
        {
            lock (_gate)
            {
                _spans = reading.Spans;
            }

            Add(_ledgers, reading.Ledger, MostLedgers);
            _lastLedger = _clock.GetTimestamp();
        }

        if (ReadIfDue(SiteRead, _probe.ReadSites, isFree) is { } sites)
        {
            AddLast(_sites, sites, most: 2);
        }

        if (ReadIfDue(AllocationRead, _probe.ReadAllocations, isFree) is { } allocations)
        {
            Add(_allocations, allocations);
        }

        var censusTime = _goroutines is [.., var latest] ? latest.TakenAt : default;
        if (_shared.Goroutines.Take(process, censusTime, _budget, GoroutineRead, () => ReadIfDue(GoroutineRead, _probe.ReadGoroutines, isFree)) is { } census)
        {
            AddLast(_goroutines, census, MostCensuses);
        }

        if (ReadIfDue(GroupRead, () => _probe.ReadGroup(_last.Time), isFree) is { } group)
        {
            AddLast(_groups, group, most: 2);
        }
    }

    private LedgerReading? ReadLedger() => LedgerReading.Of(_probe, _last!.Go);

    private T? ReadIfDue<T>(string name, Func<T?> read, bool isFree)
        where T : class => isFree ? read() : _budget.IsDue(name) ? _budget.Run(name, read) : null;

    private void Add<T>(List<T> list, T item, int most)
    {
        lock (_gate)
        {
            if (list.Count >= most)
            {
                int half = most / 2;
                T[] thinned = [.. list.Where((_, place) => place >= half || place % 2 == 0)];
                list.Clear();
                list.AddRange(thinned);
            }

            list.Add(item);
        }
    }

    // The first and the newest ones stay, and fewer of them where there are many stacks.
    private void Add(List<AllocationReading> list, AllocationReading item)
    {
        int most = Math.Clamp(MaxStacks / Math.Max(1, item.Stacks.Count), MinAllocations, MaxAllocations);
        lock (_gate)
        {
            while (list.Count >= most)
            {
                list.RemoveAt(Math.Max(1, most / 2));
            }

            list.Add(item);
        }
    }

    // The first one stays: it is what the last one is compared with.
    private void AddLast<T>(List<T> list, T item, int most)
    {
        lock (_gate)
        {
            if (list.Count >= most)
            {
                list.RemoveAt(1);
            }

            list.Add(item);
        }
    }
}
