using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>The history of one target in memory: bounded, safe for several threads, followed step by step by its readers.</summary>
public sealed class Timeline : ILiveTimeline
{
    private const int RememberedEvents = 1_000;
    private const int MostMarkLength = 200;

    private readonly Lock _gate = new();
    private readonly TimeProvider _clock;
    private readonly SeriesTable _levels;
    private readonly GcHistory _collections;
    private readonly TickLog _ticks = new();
    private readonly Ring<TimelineEvent> _events = new(RememberedEvents);
    private readonly RateSeries _rates = new();
    private TargetDescription _target;
    private Sample? _latest;

    /// <summary>Initializes a new instance of the <see cref="Timeline"/> class.</summary>
    /// <param name="target">What is watched, as far as it is known.</param>
    /// <param name="clock">Tells when marks are put and what the timeline's id is.</param>
    /// <param name="limits">How much is kept of sampled series; cycles are kept by <see cref="HistoryLimits.Events"/>.</param>
    public Timeline(TargetDescription target, TimeProvider clock, HistoryLimits? limits = null)
    {
        _target = target;
        _clock = clock;
        _levels = new SeriesTable([.. SampleSeries.Descriptions, .. RateSeries.Descriptions], limits ?? HistoryLimits.Live);
        _collections = new GcHistory();
        BootId = clock.GetUtcNow().ToUnixTimeMilliseconds().ToString("x", System.Globalization.CultureInfo.InvariantCulture)
            + Environment.ProcessId.ToString("x", System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <inheritdoc/>
    public string BootId { get; }

    /// <summary>Gets what takes each step too, such as a recorder; or null. It is told from the thread that adds, after the step.</summary>
    public ITimelineSink? Sink { get; init; }

    /// <inheritdoc/>
    public long LastSequence => _ticks.LastSequence;

    /// <inheritdoc/>
    public TargetDescription Target
    {
        get
        {
            lock (_gate)
            {
                return _target;
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<SeriesDescription> Series
    {
        get
        {
            lock (_gate)
            {
                return [.. _levels.Series, .. _collections.Series];
            }
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Processes
    {
        get
        {
            lock (_gate)
            {
                return _collections.Sources;
            }
        }
    }

    /// <inheritdoc/>
    public int LevelCount => _levels.Series.Count;

    /// <inheritdoc/>
    public Sample? Latest
    {
        get
        {
            lock (_gate)
            {
                return _latest;
            }
        }
    }

    /// <inheritdoc/>
    public (long FromUnixMs, long ToUnixMs)? Extent
    {
        get
        {
            lock (_gate)
            {
                long? from = Earlier(_levels.OldestUnixMs, _collections.OldestUnixMs);
                long? to = Later(_levels.NewestUnixMs, _collections.NewestUnixMs);
                return from is { } first && to is { } last ? (first, last) : null;
            }
        }
    }

    /// <summary>Adds samples of the time before watching began, as another program kept them. They go to no
    /// sink.</summary>
    /// <param name="samples">The samples by time, all of them before the first that is added.</param>
    public void AddEarlier(IReadOnlyList<Sample> samples)
    {
        ArgumentNullException.ThrowIfNull(samples);
        lock (_gate)
        {
            foreach (var sample in samples)
            {
                double[] values = new double[_levels.Series.Count];
                SampleSeries.Read(sample, values);
                _rates.Read(sample, default, values.AsSpan(SampleSeries.Length));
                _levels.Add(sample.Time.ToUnixTimeMilliseconds(), values);
            }
        }
    }

    /// <summary>Adds a sample, and with it the cycles and scavenger lines that it carries.</summary>
    /// <param name="sample">The sample; its cycles are given beside it, with what was derived from them.</param>
    /// <param name="cycles">The sample's cycles on the timeline.</param>
    /// <param name="self">What Resident itself costs.</param>
    /// <param name="events">What happened with it.</param>
    public void Add(Sample sample, IReadOnlyList<GcEntry> cycles, SelfCost self, IReadOnlyList<TimelineEvent> events)
    {
        double[] values = new double[_levels.Series.Count];
        long time = sample.Time.ToUnixTimeMilliseconds();
        lock (_gate)
        {
            SampleSeries.Read(sample, values);
            _rates.Read(sample, self, values.AsSpan(SampleSeries.Length));
            _levels.Add(time, values);
            _latest = sample;
            AddCollections(time, cycles, sample.Scavenges);
            Remember(events);
            _ticks.Add(sequence => new TimelineTick
            {
                Sequence = sequence,
                UnixMs = time,
                Values = values,
                GcCycles = cycles,
                Scavenges = sample.Scavenges,
                Events = events,
            });
        }

        Sink?.Take(new TimelineStep(time, sample, self, cycles, sample.Scavenges, events));
    }

    /// <summary>Adds cycles, scavenger lines and events that came between samples, or without any.</summary>
    /// <param name="unixMs">The step's time, milliseconds since 1970.</param>
    /// <param name="cycles">Cycles in the order of their lines.</param>
    /// <param name="scavenges">Scavenger lines in their order.</param>
    /// <param name="events">What happened.</param>
    public void Add(
        long unixMs, IReadOnlyList<GcEntry> cycles, IReadOnlyList<ScavengeEvent> scavenges, IReadOnlyList<TimelineEvent> events)
    {
        lock (_gate)
        {
            AddCollections(unixMs, cycles, scavenges);
            Remember(events);
            _ticks.Add(sequence => new TimelineTick
            {
                Sequence = sequence,
                UnixMs = unixMs,
                GcCycles = cycles,
                Scavenges = scavenges,
                Events = events,
            });
        }

        Sink?.Take(new TimelineStep(unixMs, null, default, cycles, scavenges, events));
    }

    /// <summary>Tells what is watched anew, when more is known of it or when it ended.</summary>
    /// <param name="change">Makes the new description from the old one.</param>
    /// <param name="events">What happened.</param>
    public void ChangeTarget(Func<TargetDescription, TargetDescription> change, params IReadOnlyList<TimelineEvent> events)
    {
        TargetDescription changed;
        long time;
        lock (_gate)
        {
            changed = _target = change(_target);
            Remember(events);
            time = _clock.GetUtcNow().ToUnixTimeMilliseconds();
            _ticks.Add(sequence => new TimelineTick { Sequence = sequence, UnixMs = time, Events = events, TargetChanged = true });
        }

        Sink?.ChangeTarget(time, changed, events);
    }

    /// <inheritdoc/>
    public void AddMark(string text)
    {
        long time = _clock.GetUtcNow().ToUnixTimeMilliseconds();
        string kept = text.Length <= MostMarkLength ? text : text[..MostMarkLength];
        Add(time, [], [], [new TimelineEvent(time, "mark", kept)]);
    }

    /// <inheritdoc/>
    public bool HasValues(string seriesId)
    {
        lock (_gate)
        {
            var (table, index) = Find(seriesId);
            return table.HasValues(index);
        }
    }

    /// <inheritdoc/>
    public SeriesWindow Query(string seriesId, long fromUnixMs, long toUnixMs, int columns)
    {
        lock (_gate)
        {
            var (table, index) = Find(seriesId);
            return table.Query(index, fromUnixMs, toUnixMs, columns);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GcEntry> GcLog(long fromUnixMs, long toUnixMs, int skip, int limit)
    {
        lock (_gate)
        {
            return _collections.Log(fromUnixMs, toUnixMs, skip, limit);
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TimelineEvent> Events(long fromUnixMs, long toUnixMs)
    {
        lock (_gate)
        {
            var found = new List<TimelineEvent>();
            for (int i = 0; i < _events.Count; i++)
            {
                if (_events[i].UnixMs >= fromUnixMs && _events[i].UnixMs <= toUnixMs)
                {
                    found.Add(_events[i]);
                }
            }

            return found;
        }
    }

    /// <inheritdoc/>
    public IAsyncEnumerable<TimelineTick> FollowAsync(long afterSequence, CancellationToken cancellationToken) =>
        _ticks.FollowAsync(afterSequence, cancellationToken);

    private static long? Earlier(long? one, long? other) => one is null || other < one ? other : one;

    private static long? Later(long? one, long? other) => one is null || other > one ? other : one;

    private void AddCollections(long time, IReadOnlyList<GcEntry> cycles, IReadOnlyList<ScavengeEvent> scavenges)
    {
        foreach (var cycle in cycles)
        {
            _collections.Add(cycle);
        }

        foreach (var scavenge in scavenges)
        {
            _collections.Add(scavenge.WallTime?.ToUnixTimeMilliseconds() ?? time, scavenge);
        }
    }

    private void Remember(IReadOnlyList<TimelineEvent> events)
    {
        foreach (var happened in events)
        {
            _ = _events.Add(happened);
        }
    }

    private (SeriesTable Table, int Index) Find(string id)
    {
        for (int i = 0; i < _levels.Series.Count; i++)
        {
            if (string.Equals(_levels.Series[i].Id, id, StringComparison.Ordinal))
            {
                return (_levels, i);
            }
        }

        return _collections.Find(id)
            ?? throw new ArgumentException($"There is no series \"{id}\". GET /api/hello lists them.", nameof(id));
    }
}
