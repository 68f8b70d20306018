using System.Globalization;
using Resident.Model;
using Resident.Model.Observations;
using Resident.Model.Verdicts;

namespace Resident.Monitoring.Recording;

/// <summary>Puts what was recorded of a process before what is seen of it now.</summary>
public static class ObservationJoin
{
    private const int GapSteps = 5;
    private const int MostGapsTold = 3;
    private const string TimeFormat = "yyyy-MM-dd HH:mm:ss";
    private static readonly TimeSpan LeastGap = TimeSpan.FromMinutes(1);

    /// <summary>Joins two stretches of one run of one process. Where they overlap, the later one counts and the earlier
    /// one is cut.</summary>
    /// <param name="past">The earlier one.</param>
    /// <param name="present">The later one. The process is as it says.</param>
    public static Observation Join(Observation past, Observation present)
    {
        ArgumentNullException.ThrowIfNull(past);
        ArgumentNullException.ThrowIfNull(present);
        var start = present.Samples[0].Time;
        Sample[] before = [.. past.Samples.Where(sample => sample.Time < start)];
        if (before.Length == 0)
        {
            return present;
        }

        return present with
        {
            Samples = [.. before, .. WithoutCycles(present.Samples, before)],
            Ledgers = [.. past.Ledgers.Where(ledger => ledger.TakenAt < start), .. present.Ledgers],
            HeapProfiles = [.. past.HeapProfiles.Where(profile => profile.TakenAt < start), .. present.HeapProfiles],
            Goroutines = [.. past.Goroutines.Where(census => census.TakenAt < start), .. present.Goroutines],
            Spans = present.Spans ?? past.Spans,
            HostMemory = present.HostMemory ?? past.HostMemory,
            Warnings = [.. present.Warnings.Union(past.Warnings, StringComparer.Ordinal)],
        };
    }

    /// <summary>Joins what was recorded and what is seen now, and says of the answer that it rests on both, and what
    /// stretches nobody saw.</summary>
    /// <param name="recorded">What was recorded, or null where nothing was.</param>
    /// <param name="present">What is seen now.</param>
    public static Observation Continue(Observation? recorded, Observation present)
    {
        ArgumentNullException.ThrowIfNull(present);
        var whole = recorded is null ? present : Join(recorded, present);
        return ReferenceEquals(whole, present) ? present : Told(whole);
    }

    /// <summary>Cuts an observation to a stretch.</summary>
    /// <param name="whole">The observation.</param>
    /// <param name="span">The stretch.</param>
    /// <returns>Null where it has no sample in it.</returns>
    public static Observation? Cut(Observation whole, RecordedSpan span)
    {
        ArgumentNullException.ThrowIfNull(whole);
        ArgumentNullException.ThrowIfNull(span);
        Sample[] samples = [.. whole.Samples.Where(sample => span.Holds(sample.Time))];
        return samples.Length == 0 ? null : whole with
        {
            Samples = samples,
            Ledgers = [.. whole.Ledgers.Where(ledger => span.Holds(ledger.TakenAt))],
            HeapProfiles = [.. whole.HeapProfiles.Where(profile => span.Holds(profile.TakenAt))],
            Goroutines = [.. whole.Goroutines.Where(census => span.Holds(census.TakenAt))],
            Allocations = [.. whole.Allocations.Where(reading => span.Holds(reading.TakenAt))],
            Spans = span.ToUnixMs >= whole.Samples[^1].Time.ToUnixTimeMilliseconds() ? whole.Spans : null,
        };
    }

    internal static Observation Told(Observation whole) => whole with
    {
        History = new VerdictHistory("recording", whole.Samples[0].Time),
        Warnings = [.. whole.Warnings, .. GapsIn(whole.Samples)],
    };

    // The first sample that is seen of a process carries all cycles that its runtime remembers: those before were
    // counted when they ended.
    private static IEnumerable<Sample> WithoutCycles(IReadOnlyList<Sample> samples, Sample[] before)
    {
        long known = before.SelectMany(static sample => sample.GcCycles).Select(static cycle => cycle.Number).DefaultIfEmpty(0).Max();
        long counted = Math.Max(known, before[^1].Go?.NumGC ?? 0);
        bool isFirst = true;
        foreach (var sample in samples)
        {
            yield return isFirst ? sample with { GcCycles = [.. sample.GcCycles.Where(cycle => cycle.Number > counted)] } : sample;
            isFirst = false;
        }
    }

    // A step that is far longer than both of its neighbours, and a minute at the least: what was thinned has long
    // neighbours.
    private static IEnumerable<string> GapsIn(IReadOnlyList<Sample> samples)
    {
        var gaps = new List<string>();
        for (int i = 1; i < samples.Count; i++)
        {
            var step = samples[i].Time - samples[i - 1].Time;
            var before = i > 1 ? samples[i - 1].Time - samples[i - 2].Time : TimeSpan.Zero;
            var after = i + 1 < samples.Count ? samples[i + 1].Time - samples[i].Time : TimeSpan.Zero;
            if (step >= LeastGap && step > GapSteps * (before > after ? before : after))
            {
                gaps.Add(string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nothing was recorded from {samples[i - 1].Time.ToLocalTime().ToString(TimeFormat, CultureInfo.InvariantCulture)} to {samples[i].Time.ToLocalTime().ToString(TimeFormat, CultureInfo.InvariantCulture)}: what happened then is not known."));
            }
        }

        string[] more = gaps.Count > MostGapsTold ? [string.Create(CultureInfo.InvariantCulture, $"Nothing was recorded in {gaps.Count - MostGapsTold} more stretches.")] : [];
        return [.. gaps.TakeLast(MostGapsTold), .. more];
    }
}
