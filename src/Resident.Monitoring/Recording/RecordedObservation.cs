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
    /// <summary>Reads the last run of a recording, or of a stretch of it. Of more samples than wanted every n-th is
    /// taken, and the last.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="fromUnixMs">The first millisecond.</param>
    /// <param name="toUnixMs">The last millisecond.</param>
    /// <param name="size">How much is wanted, or null for <see cref="ObservationSize.Whole"/>.</param>
    /// <exception cref="MalformedInputException">There is no sample in it.</exception>
    public static Observation Read(
        RecordingReader reader, long fromUnixMs = long.MinValue, long toUnixMs = long.MaxValue, ObservationSize? size = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var wanted = size ?? ObservationSize.Whole;
        var runs = reader.Runs();
        var run = runs.LastOrDefault(each => each.FromUnixMs <= toUnixMs);
        long from = Math.Max(fromUnixMs, run?.FromUnixMs ?? long.MinValue);
        long to = Math.Min(toUnixMs, runs.FirstOrDefault(each => each.Number > run?.Number)?.FromUnixMs - 1 ?? long.MaxValue);
        var samples = ReadSamples(reader, from, to, run?.Number, wanted.Samples);
        if (samples.Count == 0)
        {
            throw new MalformedInputException($"{reader.Path}: Expected samples to make a diagnosis from, found none.");
        }

        List<Ledger> ledgers = [.. reader.ReadLedgers(from, to, Spacing(reader.Extent(RecordingLog.Ledgers), from, to, wanted.Ledgers))];
        return JoinedHistory.Level(new Observation
        {
            Target = TargetOf(reader, run) with { IsGone = !RecordedProcess.IsRunning(run, samples[^1]) },
            Samples = samples,
            // Samples of other tools come without ledgers: what they tell is split as far as it goes.
            Ledgers = ledgers.Count > 0 ? ledgers : RecordedLedgers.Derive(samples),
            HeapProfiles = [.. Spread([.. RecordedSites.All(reader, from, to)], wanted.Profiles)],
            Goroutines =
            [
                .. Spread([.. reader.CensusTimes().Where(time => time >= from && time <= to)], wanted.Censuses)
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

    private static List<Sample> ReadSamples(RecordingReader reader, long from, long to, int? run, int most) =>
    [
        .. reader.ReadSamples(from, to, Spacing(reader.Extent(RecordingLog.Samples), from, to, most)).Where(sample => run is null || sample.Run == run),
    ];

    // The time between two that are taken, milliseconds.
    private static double Spacing((long FromUnixMs, long ToUnixMs)? extent, long from, long to, int most) =>
        extent is { } whole ? Math.Max(0, (Math.Min(to, whole.ToUnixMs) - (double)Math.Max(from, whole.FromUnixMs)) / most) : 0;

    private static IReadOnlyList<T> Spread<T>(IReadOnlyList<T> all, int most) =>
        all.Count <= most ? all : [.. Enumerable.Range(0, most).Select(i => all[(int)((long)i * (all.Count - 1) / (most - 1))])];
}
