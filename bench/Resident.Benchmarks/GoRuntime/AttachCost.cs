using System.Globalization;
using Resident.Sources.GoRuntime;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>What each look at a Go process costs us: medians of this thread's processor time, which other work on the machine
/// does not change.</summary>
internal static class AttachCost
{
    private const double NanosecondsPerMicrosecond = 1000;

    /// <summary>Measures each read of a process and prints a line each.</summary>
    public static void Run(int pid, TextWriter output)
    {
        var cache = new GoLocationCache();
        Measure(output, "open, nothing known", 5, () => Open(pid, null).Dispose());
        Open(pid, cache).Dispose();
        Measure(output, "open, from the cache", 50, () => Open(pid, cache).Dispose());
        using var process = Open(pid, cache);
        Measure(output, "MemStats", 5000, () => process.ReadMemory(withCaches: false));
        Measure(output, "MemStats with caches", 5000, () => process.ReadMemory());
        var census = process.ReadGoroutines();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"groups of {census.Count} goroutines"), 15, () => process.ReadGoroutines());
        Measure(output, "goroutine profile", 15, () => process.ReadGoroutineProfile());
        var heap = process.ReadHeapProfile();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"heap profile of {heap.Samples.Count} stacks"), 15, () => process.ReadHeapProfile());
        var spans = process.ReadSpans();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"{spans.Spans.Count} spans"), 15, () => process.ReadSpans());
        var map = process.ReadPageMap();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"page map of {map.Totals.Sum(static total => total.Bytes.Bytes) >> 20} MiB, with spans and residency"), 15, () => process.ReadPageMap());
    }

    /// <summary>Measures whether a process that works all the time gets less done while it is sampled: pairs of windows, one with ten
    /// samples a second and one without. What it gets done is what it allocates in a second of its own processor time.</summary>
    public static void RunPairs(int pid, int pairs, TextWriter output)
    {
        using var process = Open(pid, null);
        var ratios = new List<double>();
        long residentBefore = Resident(pid);
        for (int pair = 0; pair < pairs; pair++)
        {
            // Which of the two comes first alternates, so that a drift falls on both.
            double first = Window(process, pid, isSampled: pair % 2 == 0);
            double second = Window(process, pid, isSampled: pair % 2 != 0);
            ratios.Add(pair % 2 == 0 ? first / second : second / first);
        }

        ratios.Sort();
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"work with ten samples a second / without: median {ratios[ratios.Count / 2]:F4}, quartiles {ratios[ratios.Count / 4]:F4} and {ratios[ratios.Count * 3 / 4]:F4} of {pairs} pairs; RES {residentBefore >> 10} kB before, {Resident(pid) >> 10} kB after"));
    }

    private static double Window(GoProcess process, int pid, bool isSampled)
    {
        const int Samples = 20;
        using var wait = new ManualResetEventSlim();
        double cpu = CpuSeconds(pid);
        long allocated = process.ReadMemory().TotalAlloc!.Value;
        for (int i = 0; i < Samples; i++)
        {
            wait.Wait(100);
            if (isSampled)
            {
                _ = process.ReadMemory();
            }
        }

        return (process.ReadMemory().TotalAlloc!.Value - allocated) / (CpuSeconds(pid) - cpu);
    }

    // /proc/PID/schedstat counts nanoseconds, of the first thread alone: all threads are added up.
    private static double CpuSeconds(int pid) =>
        Directory.EnumerateDirectories($"/proc/{pid}/task")
            .Sum(static task => double.Parse(File.ReadAllText(task + "/schedstat").Split(' ')[0], CultureInfo.InvariantCulture)) / 1e9;

    private static long Resident(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static GoProcess Open(int pid, GoLocationCache? cache) =>
        GoProcess.TryOpen(pid, new() { Cache = cache }, out var process, out var refusal)
            ? process!
            : throw new InvalidOperationException(refusal!.Message);

    private static void Measure(TextWriter output, string name, int rounds, Action read)
    {
        // The first rounds are the compiler's.
        for (int i = 0; i < Math.Min(rounds, 200); i++)
        {
            read();
        }

        double[] times = new double[rounds];
        for (int i = 0; i < rounds; i++)
        {
            long start = ThreadClock.Now;
            read();
            times[i] = (ThreadClock.Now - start) / NanosecondsPerMicrosecond;
        }

        Array.Sort(times);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{name}: {times[rounds / 2]:N1} us (quartiles {times[rounds / 4]:N1} and {times[rounds * 3 / 4]:N1})"));
    }
}
