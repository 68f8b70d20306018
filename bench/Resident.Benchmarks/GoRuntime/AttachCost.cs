using System.Globalization;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Executables;

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
        WatchForASecond(process);
        Measure(output, "MemStats with caches", 5000, () => process.ReadMemory());
        var census = process.ReadGoroutines();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"groups of {census.Count} goroutines"), 15, () => process.ReadGoroutines());
        Measure(output, "goroutine profile", 15, () => process.ReadGoroutineProfile());
        var heap = process.ReadHeapProfile();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"heap profile of {heap.Samples.Count} stacks"), 15, () => process.ReadHeapProfile());
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"allocation counts of {heap.Samples.Count} stacks"), 15, () => process.ReadAllocationCounts());
        var spans = process.ReadSpans();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"{spans.Spans.Count} spans"), 15, () => process.ReadSpans());
        var map = process.ReadPageMap();
        Measure(output, string.Create(CultureInfo.InvariantCulture, $"page map of {map.Totals.Sum(static total => total.Bytes.Bytes) >> 20} MiB, with spans and residency"), 15, () => process.ReadPageMap());
    }

    /// <summary>Measures whether a process that works all the time gets less done while it is sampled.</summary>
    public static void RunPairs(int pid, int blocks, TextWriter output)
    {
        using var process = Open(pid, null);
        SampledWork.Run(process, pid, 100, blocks, output);
        SampledWork.Run(process, pid, 2, blocks, output);
    }

    // What a sample reads along depends on those before it.
    private static void WatchForASecond(GoProcess process)
    {
        using ManualResetEventSlim pause = new();
        for (int i = 0; i < 100; i++)
        {
            _ = process.ReadMemory();
            _ = pause.Wait(10);
        }
    }

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
