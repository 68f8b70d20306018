using Resident.Model;
using Resident.Store;

namespace Resident.Monitoring.History;

/// <summary>A recording as a timeline: the page and the commands see it as they see a live target. It is seen as it was when it was opened
/// and grows no more; marks cannot be put on it.</summary>
public sealed class RecordedTimeline : ITimeline, IDisposable
{
    private readonly Lock _gate = new();
    private readonly RecordingReader _reader;
    private readonly RecordedCatalogue _catalogue;
    private readonly List<TimelineEvent> _events;

    /// <summary>Initializes a new instance of the <see cref="RecordedTimeline"/> class.</summary>
    /// <param name="reader">The recording. The timeline owns it.</param>
    public RecordedTimeline(RecordingReader reader)
    {
        _reader = reader;
        _catalogue = new RecordedCatalogue(reader);
        _events = [.. reader.Events().Select(static happened => new TimelineEvent(happened.UnixMs, happened.Kind, happened.Text))];
        Extent = ExtentOf(reader);
        Latest = reader.ReadLastSample();
        Target = Describe(reader, Latest);
        BootId = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"r{Extent?.FromUnixMs ?? 0:x}{Extent?.ToUnixMs ?? 0:x}");
    }

    /// <summary>Gets the recording's file.</summary>
    public string Path => _reader.Path;

    /// <inheritdoc/>
    public string BootId { get; }

    /// <inheritdoc/>
    public long LastSequence => 0;

    /// <inheritdoc/>
    public TargetDescription Target { get; }

    /// <inheritdoc/>
    public IReadOnlyList<SeriesDescription> Series => _catalogue.Series;

    /// <inheritdoc/>
    public int LevelCount => _catalogue.LevelCount;

    /// <inheritdoc/>
    public Sample? Latest { get; }

    /// <inheritdoc/>
    public (long FromUnixMs, long ToUnixMs)? Extent { get; }

    /// <inheritdoc/>
    public bool HasValues(string seriesId) => _catalogue.HasValues(_catalogue.Find(seriesId));

    /// <inheritdoc/>
    public SeriesWindow Query(string seriesId, long fromUnixMs, long toUnixMs, int columns)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        var series = _catalogue.Find(seriesId);
        if (toUnixMs < fromUnixMs || !HasValues(seriesId))
        {
            return SeriesWindow.Empty;
        }

        lock (_gate)
        {
            if (_reader.Extent(series.Log) is not var (_, last))
            {
                return SeriesWindow.Empty;
            }

            var rows = new RecordedColumn(fromUnixMs, Math.Min(toUnixMs, last), columns);
            foreach (var block in _reader.ReadRows(series.Log, series.Inputs, fromUnixMs, toUnixMs))
            {
                series.Read(block, rows);
            }

            return rows.Build();
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<GcEntry> GcLog(long fromUnixMs, long toUnixMs, int skip, int limit)
    {
        lock (_gate)
        {
            return
            [
                .. _reader.ReadNewestCycles(fromUnixMs, toUnixMs).Skip(skip).Take(limit)
                    .Select(static one => new GcEntry(one.UnixMs, one.Cycle, one.CpuPercent, one.AllocationRate)),
            ];
        }
    }

    /// <inheritdoc/>
    public IReadOnlyList<TimelineEvent> Events(long fromUnixMs, long toUnixMs) =>
        _events.FindAll(happened => happened.UnixMs >= fromUnixMs && happened.UnixMs <= toUnixMs);

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _reader.Dispose();
        }
    }

    private static (long FromUnixMs, long ToUnixMs)? ExtentOf(RecordingReader reader)
    {
        (long From, long To)[] extents =
        [
            .. new[] { RecordingLog.Samples, RecordingLog.Cycles, RecordingLog.Scavenges }
                .Select(reader.Extent).OfType<(long, long)>(),
        ];
        return extents.Length == 0 ? null : (extents.Min(static one => one.From), extents.Max(static one => one.To));
    }

    private static TargetDescription Describe(RecordingReader reader, Sample? latest)
    {
        var runs = reader.Runs();
        var run = runs.Count == 0 ? null : runs[^1];
        return new TargetDescription
        {
            Name = run?.Name ?? reader.Info.Name,
            Pid = run?.Pid,
            Executable = run?.Executable,
            Runtime = run?.Runtime,
            StartedAt = run?.StartedAt,
            Sources = run?.Sources ?? [],
            State = "ended",
            Ending = $"This is the recording {System.IO.Path.GetFileName(reader.Path)}.",
            Interval = reader.Info.Interval ?? TimeSpan.FromSeconds(1),
            Warnings = [.. latest?.Warnings ?? [], .. reader.Warnings],
        };
    }
}
