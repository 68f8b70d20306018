using Resident.Model;

namespace Resident.Analysis.GcTrace;

/// <summary>Sums up GC cycles.</summary>
public static class GcTraceSummaries
{
    /// <summary>Sums up the cycles of a stream, each process for itself.</summary>
    /// <returns>One summary a process, in the order in which they came.</returns>
    public static IReadOnlyList<GcTraceSummary> Summarize(IEnumerable<GcCycle> cycles, int gogc = 100)
    {
        var sums = new GcTraceAccumulator(gogc);
        foreach (var cycle in cycles)
        {
            sums.Add(cycle);
        }

        return sums.Processes();
    }

    /// <summary>Finds the value that a part of the values stays within, by the nearest rank.</summary>
    /// <param name="sorted">The values, rising; not empty.</param>
    /// <param name="part">The part, above 0 and up to 1.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are no values, or the part is outside its range.</exception>
    public static double Percentile(IReadOnlyList<double> sorted, double part)
    {
        ArgumentOutOfRangeException.ThrowIfZero(sorted.Count, nameof(sorted));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(part);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(part, 1);
        return sorted[Math.Clamp((int)Math.Ceiling(part * sorted.Count) - 1, 0, sorted.Count - 1)];
    }
}
