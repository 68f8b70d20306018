using Resident.Store;

namespace Resident.Monitoring.History;

/// <summary>Which series of a recording a timeline's series come from, and how.</summary>
internal sealed class RecordedCatalogue
{
    private const double BytesPerMebibyte = 1024 * 1024;
    private const double Thousandth = 0.001;
    private const double NanosecondsPerMillisecond = 1e6;
    private const double MicrosecondsPerSecond = 1e6;

    private static readonly Dictionary<string, RecordedSource> Derived = new(StringComparer.Ordinal)
    {
        ["process.resMinusShr"] = RecordedSource.Difference("process.res", "process.shr"),
        ["go.heapIdleRetained"] = RecordedSource.Difference("go.heapIdle", "go.heapReleased"),
        ["process.cpu"] = RecordedSource.Rate("process.cpuTime", "process.takenAt", 100 / MicrosecondsPerSecond),
        ["process.majorFaults"] = RecordedSource.Rate("process.majorFaults", "process.takenAt", 1),
        ["process.minorFaults"] = RecordedSource.Rate("process.minorFaults", "process.takenAt", 1),
        ["go.allocRate"] = RecordedSource.Rate("go.totalAlloc", "go.takenAt", 1),
        ["go.gcRate"] = RecordedSource.Rate("go.numGC", "go.takenAt", 1),
        ["self.cpu"] = RecordedSource.Value(RecordingLog.Samples, "self.cpu", Thousandth),
        ["gc.heapStart"] = RecordedSource.Value(RecordingLog.Cycles, "gc.heapStart", BytesPerMebibyte),
        ["gc.heapEnd"] = RecordedSource.Value(RecordingLog.Cycles, "gc.heapEnd", BytesPerMebibyte),
        ["gc.heapLive"] = RecordedSource.Value(RecordingLog.Cycles, "gc.heapLive", BytesPerMebibyte),
        ["gc.goal"] = RecordedSource.Value(RecordingLog.Cycles, "gc.goal", BytesPerMebibyte),
        ["gc.stacks"] = RecordedSource.Value(RecordingLog.Cycles, "gc.stacks", BytesPerMebibyte),
        ["gc.globals"] = RecordedSource.Value(RecordingLog.Cycles, "gc.globals", BytesPerMebibyte),
        ["gc.pause"] = RecordedSource.Value(RecordingLog.Cycles, "gc.pause", 1 / NanosecondsPerMillisecond),
        ["gc.cpu"] = RecordedSource.Value(RecordingLog.Cycles, "gc.cpu", Thousandth),
        ["gc.allocRate"] = RecordedSource.Value(RecordingLog.Cycles, "gc.allocRate", 1),
    };

    private readonly Dictionary<string, RecordedSource> _sources = new(StringComparer.Ordinal);
    private readonly HashSet<(RecordingLog Log, string Name)> _present;

    /// <summary>Initializes a new instance of the <see cref="RecordedCatalogue"/> class.</summary>
    public RecordedCatalogue(RecordingReader reader)
    {
        _present = [.. Enum.GetValues<RecordingLog>().SelectMany(reader.Series).Select(static series => (series.Log, series.Name))];
        SeriesDescription[] levels = [.. SampleSeries.Descriptions, .. RateSeries.Descriptions];
        Series = [.. levels, .. GcSeries.Cycles, .. GcSeries.Scavenges];
        LevelCount = levels.Length;
        foreach (var series in Series)
        {
            var log = series.Id.StartsWith("scav.", StringComparison.Ordinal) ? RecordingLog.Scavenges : RecordingLog.Samples;
            _sources.Add(series.Id, Derived.GetValueOrDefault(series.Id) ?? RecordedSource.Value(log, series.Id, 1));
        }
    }

    /// <summary>Gets the timeline's series.</summary>
    public IReadOnlyList<SeriesDescription> Series { get; }

    /// <summary>Gets how many of them are sampled.</summary>
    public int LevelCount { get; }

    /// <summary>Finds where a series comes from.</summary>
    /// <exception cref="ArgumentException">There is no series of that id.</exception>
    public RecordedSource Find(string id) => _sources.GetValueOrDefault(id)
        ?? throw new ArgumentException($"There is no series \"{id}\". GET /api/hello lists them.", nameof(id));

    /// <summary>Tells whether the recording has values of all that a series comes from.</summary>
    public bool HasValues(RecordedSource source) => source.Inputs.All(name => _present.Contains((source.Log, name)));
}
