using Resident.Model;
using Resident.Model.Observations;
using Resident.Store;

namespace Resident.Monitoring.Observing;

/// <summary>Fills an observation from a recording: its last run, or the end of it.</summary>
public static class RecordedObservation
{
    private const int MostSamples = 4000;

    /// <summary>Reads what a diagnosis needs.</summary>
    /// <param name="reader">The recording.</param>
    /// <param name="last">How much of its end; null: the whole last run.</param>
    /// <param name="hostMemory">The RAM of the host that was recorded, or null where it is not known.</param>
    /// <returns>The observation; null where the recording has no sample.</returns>
    /// <remarks>At most 4,000 samples are kept, evenly spaced, and the last one.</remarks>
    public static Observation? Read(RecordingReader reader, TimeSpan? last, ByteSize? hostMemory = null)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.Runs() is not [.., var run] || reader.Extent(RecordingLog.Samples) is not var (_, to))
        {
            return null;
        }

        long from = last is { } length ? Math.Max(run.FromUnixMs, to - (long)length.TotalMilliseconds) : run.FromUnixMs;
        var samples = Thin(reader.ReadSamples(from, to), reader.CountRows(RecordingLog.Samples));
        return samples.Count == 0 ? null : new()
        {
            Target = new() { Pid = run.Pid, Name = run.Name, Executable = run.Executable, Runtime = run.Runtime, StartedAt = run.StartedAt },
            Samples = samples,
            Ledgers = [.. reader.ReadLedgers(from, to)],
            Goroutines = Ends(reader, from, to),
            HostMemory = hostMemory,
            Warnings = [.. reader.Warnings],
        };
    }

    private static List<Sample> Thin(IEnumerable<Sample> samples, long count)
    {
        long step = Math.Max(1, (count + MostSamples - 1) / MostSamples);
        var kept = new List<Sample>();
        Sample? newest = null;
        long number = 0;
        foreach (var sample in samples)
        {
            newest = sample;
            if (number++ % step == 0)
            {
                kept.Add(sample);
            }
        }

        if (newest is not null && !ReferenceEquals(kept[^1], newest))
        {
            kept.Add(newest);
        }

        return kept;
    }

    // The first and the last look at the goroutines.
    private static List<GoroutineCensus> Ends(RecordingReader reader, long from, long to)
    {
        var times = reader.CensusTimes().Where(time => time >= from && time <= to).ToList();
        var censuses = new List<GoroutineCensus>();
        foreach (long time in times.Count > 1 ? [times[0], times[^1]] : times)
        {
            if (reader.Census(time) is { } recorded)
            {
                censuses.Add(recorded.Census);
            }
        }

        return censuses;
    }
}
