using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;
using Resident.Monitoring.Prometheus;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Makes of a recording what a diagnosis is made from.</summary>
public static class RecordedObservation
{
    private const int MostSamples = 6_000;
    private const int MostCensuses = 200;

    /// <summary>Reads the last run of a recording, or of a stretch of it. Of more than 6,000 samples every n-th is taken, and the last.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <exception cref="MalformedInputException">There is no sample in it.</exception>
    public static Observation Read(RecordingReader reader, long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var run = reader.Runs() is { Count: > 0 } runs ? runs[^1] : null;
        long from = Math.Max(fromUnixMs, run?.FromUnixMs ?? long.MinValue);
        var samples = ReadSamples(reader, from, toUnixMs, run?.Number);
        if (samples.Count == 0)
        {
            throw new MalformedInputException($"{reader.Path}: Expected samples to make a diagnosis from, found none.");
        }

        List<Ledger> ledgers = [.. reader.ReadLedgers(from, toUnixMs, Spacing(reader.Extent(RecordingLog.Ledgers), from, toUnixMs))];
        return JoinedHistory.Level(new Observation
        {
            Target = TargetOf(reader, run) with { IsGone = !RecordedProcess.IsRunning(run, samples[^1]) },
            Samples = samples,
            // Samples of other tools come without ledgers: what they tell is split as far as it goes.
            Ledgers = ledgers.Count > 0 ? ledgers : RecordedLedgers.Derive(samples),
            HeapProfiles = [.. RecordedSites.All(reader, from, toUnixMs)],
            Goroutines =
            [
                .. Spread([.. reader.CensusTimes().Where(time => time >= from && time <= toUnixMs)], MostCensuses)
                    .Select(reader.Census).OfType<RecordedCensus>().Select(static one => one.Census),
            ],
            HostMemory = HostMemoryOf(reader),
            Warnings = [.. samples[^1].Warnings, .. reader.Warnings],
        });
    }

    private static ObservedTarget TargetOf(RecordingReader reader, RecordedRun? run) => new()
    {
        Name = run?.Name ?? reader.Info.Name,
        Pid = run?.Pid,
        Executable = run?.Executable,
        Runtime = run?.Runtime,
        StartedAt = run?.StartedAt,
    };

    private static ByteSize? HostMemoryOf(RecordingReader reader) =>
        reader.Info.Labels.TryGetValue("hostMemory", out string? bytes)
        && long.TryParse(bytes, System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out long memory)
            ? new ByteSize(memory)
            : null;

    private static List<Sample> ReadSamples(RecordingReader reader, long from, long to, int? run) =>
    [
        .. reader.ReadSamples(from, to, Spacing(reader.Extent(RecordingLog.Samples), from, to)).Where(sample => run is null || sample.Run == run),
    ];

    // The time between two that are taken, milliseconds.
    private static double Spacing((long FromUnixMs, long ToUnixMs)? extent, long from, long to) =>
        extent is { } whole ? Math.Max(0, (Math.Min(to, whole.ToUnixMs) - (double)Math.Max(from, whole.FromUnixMs)) / MostSamples) : 0;

    private static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
}
