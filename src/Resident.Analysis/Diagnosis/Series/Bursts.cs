using Resident.Analysis.Trends;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Tells allocation in bursts, with quiet between them.</summary>
internal static class Bursts
{
    /// <summary>So many records make a series of them.</summary>
    public const int LeastRecords = 3;

    private const double RecordBytes = 4 << 20;
    private const double LeastBetweenSeconds = 1.5;
    private const double LeastBetweenShare = 0.04;

    // An even pace allocates a fifth in a fifth of the time.
    private const double BusyShare = 0.2;
    private const double MostOfAllocated = 0.7;
    private const double MostKept = 0.5;
    private const double BusyPace = 2;
    private const double NearlyAll = 0.85;

    /// <summary>Counts how often the heap reached further than ever before in the window, each rise once, in however many steps it came.</summary>
    public static int Records(CaseFile file)
    {
        var reach = file.Series("heap-sys");
        double between = Math.Max(LeastBetweenSeconds, LeastBetweenShare * file.Seconds);
        int records = 0;
        double lastAt = double.NegativeInfinity;
        double risen = 0;
        for (int i = 1; i < reach.Count; i++)
        {
            double step = reach.Values[i] - reach.Values[i - 1];
            if (step <= 0)
            {
                continue;
            }

            risen = reach.Seconds[i] - lastAt > between ? 0 : risen;
            records += risen <= RecordBytes && risen + step > RecordBytes ? 1 : 0;
            risen += step;
            lastAt = reach.Seconds[i];
        }

        return records;
    }

    /// <summary>Tells whether cycles run in the midst of bursts only: what they find reachable is the burst's, and says nothing of what stays.
    /// Over an hour and more, some cycle sees each level; and large blocks that stay are seen without one.</summary>
    public static bool HideWhatStays(CaseFile file)
    {
        if (file.Seconds >= TrendThresholds.LongWindowSeconds || Records(file) < LeastRecords || LargeBlocks.HaveSettled(file))
        {
            return false;
        }

        var allocated = file.Series("total-alloc");
        var live = file.Series("live");
        double all = allocated.Last - allocated.First;
        return all > 0 && live.Last - live.First < MostKept * all && InBusiestFifth(allocated) >= MostOfAllocated * all && Count(allocated) >= LeastRecords;
    }

    /// <summary>Tells whether nearly all that a series gained came in one jump or two, with quiet around them: too few to say that they go on.</summary>
    /// <param name="series">What rose.</param>
    public static bool AreTooFew(TimeSeries series)
    {
        double gained = series.Last - series.First;
        return series.Count > 2 && gained > 0 && series.Seconds[^1] > series.Seconds[0]
            && InBusiestFifth(series) >= NearlyAll * gained && Count(series) < LeastRecords;
    }

    // Times of much allocation with a quiet one before each: what is built once is one.
    private static int Count(TimeSeries allocated)
    {
        double window = allocated.Seconds[^1] - allocated.Seconds[0];
        double pace = (allocated.Last - allocated.First) / window;
        double between = Math.Max(LeastBetweenSeconds, LeastBetweenShare * window);
        int bursts = 0;
        double busyAt = double.NegativeInfinity;
        for (int i = 1; i < allocated.Count; i++)
        {
            double seconds = allocated.Seconds[i] - allocated.Seconds[i - 1];
            if (allocated.Values[i] - allocated.Values[i - 1] > BusyPace * pace * seconds)
            {
                bursts += allocated.Seconds[i - 1] - busyAt >= between ? 1 : 0;
                busyAt = allocated.Seconds[i];
            }
        }

        return bursts;
    }

    private static double InBusiestFifth(TimeSeries allocated)
    {
        var steps = Enumerable.Range(1, allocated.Count - 1)
            .Select(i => (Bytes: allocated.Values[i] - allocated.Values[i - 1], Seconds: allocated.Seconds[i] - allocated.Seconds[i - 1]))
            .Where(static step => step.Seconds > 0)
            .OrderByDescending(static step => step.Bytes / step.Seconds);
        double left = BusyShare * (allocated.Seconds[^1] - allocated.Seconds[0]);
        double bytes = 0;
        foreach (var step in steps)
        {
            bytes += step.Bytes * Math.Min(1, left / step.Seconds);
            left -= step.Seconds;
            if (left <= 0)
            {
                break;
            }
        }

        return bytes;
    }
}
