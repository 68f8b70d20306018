using Resident.Analysis.Accounting;
using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Monitoring.Prometheus;

/// <summary>Joins what a Prometheus server kept of a process with what was seen of it here, so that both are measured
/// alike.</summary>
/// <remarks>The server's samples tell RES and the runtime's levels; those from here tell more. A trend across both
/// needs one measure: the ledgers of all samples are derived from what both tell. Places, goroutines and spans stay
/// those that were seen here.</remarks>
public static class JoinedHistory
{
    private const double SameStartSeconds = 5;
    private const int MostSamples = 6_000;

    /// <summary>Puts a server's history in front of an observation, as far as it is of the same process.</summary>
    /// <param name="seen">What was seen here.</param>
    /// <param name="history">What the server kept.</param>
    /// <returns>The observation as it was where no run of the history is of that process, by its start time, with two
    /// samples before the first.</returns>
    public static Observation Prepend(Observation seen, PrometheusHistory history)
    {
        ArgumentNullException.ThrowIfNull(seen);
        ArgumentNullException.ThrowIfNull(history);
        if (seen.Samples is not [var first, ..])
        {
            return seen;
        }

        List<Sample> before = [.. SamplesOf(history, seen.Target.StartedAt).Where(sample => sample.Time < first.Time)];
        return before.Count < 2 ? seen : Join(seen, Thin(before).ConvertAll(sample => sample with { Run = first.Run }));
    }

    /// <summary>Gets a server's samples of one process.</summary>
    /// <param name="history">What the server kept.</param>
    /// <param name="startedAt">When the process started, or null where that is not known.</param>
    /// <returns>The samples by time, as run 0; none where no run of the history is of that process.</returns>
    public static IReadOnlyList<Sample> SamplesOf(PrometheusHistory history, DateTimeOffset? startedAt)
    {
        ArgumentNullException.ThrowIfNull(history);
        return RunOf(history, startedAt) is { } run ? [.. history.Samples.Where(sample => sample.Run == run).Select(static sample => sample with { Run = 0 })] : [];
    }

    /// <summary>Measures samples of both kinds alike.</summary>
    /// <param name="observation">Some of its samples are a server's, the earlier ones.</param>
    public static Observation Level(Observation observation)
    {
        ArgumentNullException.ThrowIfNull(observation);
        var split = observation.Samples.ToLookup(static sample => sample.Process is { IsPartial: true });
        return split.Contains(true) && split.Contains(false)
            ? Join(observation with { Samples = [.. split[false]] }, [.. split[true]])
            : observation;
    }

    private static Observation Join(Observation seen, List<Sample> before)
    {
        var last = seen.Samples.Select(static sample => sample.Go).LastOrDefault(static go => go is not null);
        bool tellsMarks = before.Exists(static sample => sample.Go is { HeapMarked: not null });
        Sample[] samples =
        [
            .. before.Select(sample => sample.Go is { } go ? sample with { Go = go with { Gogc = go.Gogc ?? last?.Gogc, MemoryLimit = go.MemoryLimit ?? last?.MemoryLimit } } : sample),
            .. seen.Samples.Select(sample => !tellsMarks && sample.Go is { NextGC: not null } go ? sample with { Go = go with { HeapMarked = null } } : sample),
        ];
        return seen with
        {
            Samples = samples,
            Ledgers = RecordedLedgers.Derive(samples),
            History = new(PrometheusRecording.Source, samples[0].Time),
        };
    }

    private static int? RunOf(PrometheusHistory history, DateTimeOffset? startedAt)
    {
        for (int run = history.Starts.Count - 1; run >= 0; run--)
        {
            if (startedAt is { } start && history.Starts[run] is { } told && Math.Abs((told - start).TotalSeconds) <= SameStartSeconds)
            {
                return run;
            }
        }

        return null;
    }

    private static List<Sample> Thin(List<Sample> samples)
    {
        int every = (samples.Count + MostSamples - 1) / MostSamples;
        return every <= 1 ? samples : [.. samples.Where((_, place) => place % every == 0)];
    }
}
