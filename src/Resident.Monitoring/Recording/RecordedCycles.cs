using Resident.Model;
using Resident.Store;

namespace Resident.Monitoring.Recording;

/// <summary>Puts the GC cycles of a recording to its samples, as a live target has them.</summary>
public static class RecordedCycles
{
    /// <summary>Gives each sample the cycles that ended since the one before.</summary>
    /// <param name="samples">All samples, or some of them, by time.</param>
    /// <param name="reader">The recording that they are of.</param>
    /// <returns>The same samples. The first has all cycles of before.</returns>
    public static IEnumerable<Sample> AddTo(IEnumerable<Sample> samples, RecordingReader reader)
    {
        using var cycles = reader.ReadCycles().GetEnumerator();
        bool hasNext = cycles.MoveNext();
        foreach (var sample in samples)
        {
            List<GcCycle> ended = [];
            long until = sample.Time.ToUnixTimeMilliseconds();
            for (; hasNext && cycles.Current.UnixMs <= until; hasNext = cycles.MoveNext())
            {
                ended.Add(cycles.Current.Cycle);
            }

            yield return sample with { GcCycles = ended };
        }
    }
}
