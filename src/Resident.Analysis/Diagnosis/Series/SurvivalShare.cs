using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>What share of the newly allocated outlived the GC cycles of a window: where cycles are few, it tells more than what is live after each.</summary>
internal static class SurvivalShare
{
    private const double MostSeconds = 3600;
    private const double Late = 2.0 / 3;
    private const double Early = 0.6;
    private const double Silent = 0.75;
    private const int LeastPoints = 4;

    /// <summary>Gets the share of what was allocated since the cycle before that the window's cycles found reachable,
    /// all of them together; 0 where that is not known, or where little is allocated in the window's last third, or in
    /// the window beside the time before it: then what survived may have been a load that is over.</summary>
    public static double ShareOf(CaseFile file) =>
        file.Series("total-alloc").Count < LeastPoints || file.Seconds > MostSeconds || IsLoadOver(file) || WasLoadOverBefore(file) ? 0 : ShareOf(file.Observation.Samples);

    /// <summary>Tells whether the last cycle is long ago, and hardly anything is allocated since: nothing says that what
    /// rose until then goes on.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="live">What is live after each cycle.</param>
    public static bool IsLoadOverSince(CaseFile file, TimeSeries live) =>
        file.Seconds < MostSeconds && live.Count > 0
        && ((live.Seconds[^1] < Early * file.Seconds && IsLoadOver(file)) || (live.Seconds[^1] < Silent * file.Seconds && IsSlowSince(file, live)));

    // Since the last cycle less than half is allocated in a second of what was between the first one and the last.
    private static bool IsSlowSince(CaseFile file, TimeSeries live)
    {
        var allocated = file.Series("total-alloc");
        (double first, double last) = (live.Seconds[0], live.Seconds[^1]);
        if (allocated.Count < LeastPoints || last <= first || allocated.Seconds[^1] <= last)
        {
            return false;
        }

        double atLast = allocated.At(last);
        return (allocated.Last - atLast) / (allocated.Seconds[^1] - last) < 0.5 * (atLast - allocated.At(first)) / (last - first);
    }

    // Little is allocated in the window's last third: less than half of what an even pace allocates.
    private static bool IsLoadOver(CaseFile file)
    {
        var allocated = file.Series("total-alloc");
        if (allocated.Count < LeastPoints)
        {
            return false;
        }

        double all = allocated.Last - allocated.First;
        double atLate = allocated.At(allocated.Seconds[0] + (Late * (allocated.Seconds[^1] - allocated.Seconds[0])));
        return allocated.Last - atLate < 0.5 * (1 - Late) * all;
    }

    // What the window's first mark finds came since the mark before it. Where the program allocated far faster then
    // than it does now, most of it had come when the window began.
    private static bool WasLoadOverBefore(CaseFile file)
    {
        if (file.FirstGo is not { LastGC: { } mark, HeapAlloc: { } held, HeapMarked: { } marked } first || first.TakenAt <= mark)
        {
            return false;
        }

        var allocated = file.Series("total-alloc");
        double before = (held.Bytes - marked.Bytes) / (first.TakenAt - mark).TotalSeconds;
        return (allocated.Last - allocated.First) / (allocated.Seconds[^1] - allocated.Seconds[0]) < 0.5 * before;
    }

    private static double ShareOf(IReadOnlyList<Sample> samples)
    {
        GoMemory[] readings = [.. samples.Select(static sample => sample.Go).OfType<GoMemory>().Where(static go => go is { NumGC: > 0, HeapMarked: not null, HeapAlloc: not null })];
        double since = 0;
        double kept = 0;
        foreach (var (before, after) in readings.Zip(readings.Skip(1)))
        {
            if (after.NumGC == before.NumGC + 1)
            {
                since += before.HeapAlloc!.Value.Bytes - before.HeapMarked!.Value.Bytes;
                kept += after.HeapMarked!.Value.Bytes - before.HeapMarked.Value.Bytes;
            }
        }

        return since > 0 ? Math.Clamp(kept / since, 0, 1) : 0;
    }
}
