using System.Diagnostics;
using System.Globalization;
using Resident.Sources.GoRuntime;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>Measures whether a program that works all the time gets less done while it is sampled.</summary>
/// <remarks>
/// <para>What it gets done is what it allocates in a second of its own processor time, so that it does not matter how much of the
/// machine others leave to it. Short windows alternate, sampled (S) and not (N), as S N N S and N S S N in turn: whatever drifts falls
/// on both. Each block of four gives one ratio.</para>
/// <para>Told is the median of the ratios, and the interval in which the true one lies with 95 % certainty, which for a median follows
/// from the order of the ratios alone: no shape of their distribution is assumed.</para>
/// <para>What ten samples a second cost drowns in what other work on the machine does to a program's caches. So it is measured at a
/// denser pace too, where it is that many times as large, and told for ten a second: the milliseconds between two samples are enough
/// for the program to have its caches back, so that each costs what a single one does.</para>
/// </remarks>
internal sealed class SampledWork : IDisposable
{
    private const int WindowMilliseconds = 300;
    private const double UsualPace = 10;
    private const int MostMarkAttempts = 50;
    private const long MostMarkNanoseconds = 100_000;

    private readonly GoProcess _process;
    private readonly int _pid;
    private readonly int _pause;
    private readonly ManualResetEventSlim _wait = new();
    private long _samples;
    private double _seconds;

    private SampledWork(GoProcess process, int pid, int pause)
    {
        _pause = pause;
        _process = process;
        _pid = pid;
    }

    /// <summary>Measures a number of blocks, 1.2 s each, and prints one line.</summary>
    /// <param name="process">The program.</param>
    /// <param name="pid">Its number.</param>
    /// <param name="pause">Milliseconds between two samples.</param>
    /// <param name="blocks">How many blocks.</param>
    /// <param name="output">Receives the line.</param>
    public static void Run(GoProcess process, int pid, int pause, int blocks, TextWriter output)
    {
        using var work = new SampledWork(process, pid, pause);
        long before = ResidentBytes(pid);
        double[] ratios = new double[blocks];
        var last = work.Mark();
        for (int block = 0; block < blocks; block++)
        {
            ratios[block] = work.Block(block % 2 == 0, ref last);
        }

        Array.Sort(ratios);
        // 1.96 standard deviations of how many of the ratios fall below the true median.
        int half = (int)Math.Ceiling(0.98 * Math.Sqrt(blocks));
        int low = Math.Max((blocks / 2) - half, 0);
        int high = Math.Min((blocks / 2) + half, blocks - 1);
        double pace = work._samples / work._seconds;
        double Usual(double ratio) => Math.Pow(ratio, UsualPace / pace);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"work with {pace:F0} samples a second / without: {ratios[blocks / 2]:F4}, 95 % interval {ratios[low]:F4} to {ratios[high]:F4}; that is with ten a second {Usual(ratios[blocks / 2]):F4}, {Usual(ratios[low]):F4} to {Usual(ratios[high]):F4} ({blocks} blocks, half of them between {ratios[blocks / 4]:F4} and {ratios[blocks * 3 / 4]:F4}; RES {before >> 10} kB before, {ResidentBytes(pid) >> 10} kB after)"));
    }

    /// <inheritdoc/>
    public void Dispose() => _wait.Dispose();

    private static long ResidentBytes(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private double Block(bool isOuterSampled, ref (long Allocated, long Nanoseconds) last)
    {
        double sampled = 0;
        double plain = 0;
        for (int window = 0; window < 4; window++)
        {
            bool isOuter = window is 0 or 3;
            bool isSampled = isOuter == isOuterSampled;
            Spend(isSampled);
            var now = Mark();
            double rate = Math.Log((double)(now.Allocated - last.Allocated) / (now.Nanoseconds - last.Nanoseconds));
            last = now;
            if (isSampled)
            {
                sampled += rate / 2;
            }
            else
            {
                plain += rate / 2;
            }
        }

        return Math.Exp(sampled - plain);
    }

    private void Spend(bool isSampled)
    {
        long start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start).TotalMilliseconds < WindowMilliseconds)
        {
            _wait.Wait(_pause);
            if (isSampled)
            {
                _ = _process.ReadMemory();
                _samples++;
            }
        }

        _seconds += isSampled ? Stopwatch.GetElapsedTime(start).TotalSeconds : 0;
    }

    // Both at one moment: tried again where we lost our core in between.
    private (long Allocated, long Nanoseconds) Mark()
    {
        for (int attempt = 0; ; attempt++)
        {
            long start = ThreadClock.OfProcess(_pid);
            long allocated = _process.ReadMemory().TotalAlloc!.Value;
            long end = ThreadClock.OfProcess(_pid);
            if (end - start <= MostMarkNanoseconds || attempt >= MostMarkAttempts)
            {
                return (allocated, start + ((end - start) / 2));
            }
        }
    }
}
