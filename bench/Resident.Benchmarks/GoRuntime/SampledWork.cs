using System.Diagnostics;
using System.Globalization;
using Resident.Sources.GoRuntime;

namespace Resident.Benchmarks.GoRuntime;

/// <summary>Measures whether a program that works all the time gets less done while it is sampled.</summary>
/// <remarks>
/// <para>What it gets done is what it allocates in a second of its own processor time, so that it does not matter how much of the
/// machine others leave to it. Short windows alternate, sampled (S) and not (N), as S N N S and N S S N in turn: whatever drifts falls
/// on both. Each block of four gives one ratio.</para>
/// <para>Told is the median of the means of all pairs of blocks, and the interval in which the true ratio lies with 95 % certainty (Hodges and
/// Lehmann, after Wilcoxon's signed ranks). It assumes that a block errs up as often and as far as down, which the order of its windows sees to,
/// and takes a third fewer blocks than the median of the ratios themselves.</para>
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
        double[] ratios = new double[blocks]; // their logarithms
        var last = work.Mark();
        for (int block = 0; block < blocks; block++)
        {
            ratios[block] = work.Block(block % 2 == 0, ref last);
        }

        Array.Sort(ratios);
        double[] means = MeansOfPairs(ratios);
        // 1.96 standard deviations of the sum of signed ranks.
        double count = blocks;
        int half = (int)Math.Ceiling(1.96 * Math.Sqrt(count * (count + 1) * ((2 * count) + 1) / 24));
        double middle = Math.Exp(means[means.Length / 2]);
        double low = Math.Exp(means[Math.Max((means.Length / 2) - half, 0)]);
        double high = Math.Exp(means[Math.Min((means.Length / 2) + half, means.Length - 1)]);
        double pace = work._samples / work._seconds;
        double Usual(double ratio) => Math.Pow(ratio, UsualPace / pace);
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"work with {pace:F0} samples a second / without: {middle:F4}, 95 % interval {low:F4} to {high:F4}; that is with ten a second {Usual(middle):F4}, {Usual(low):F4} to {Usual(high):F4} ({blocks} blocks, half of them between {Math.Exp(ratios[blocks / 4]):F4} and {Math.Exp(ratios[blocks * 3 / 4]):F4}; RES {before >> 10} kB before, {ResidentBytes(pid) >> 10} kB after)"));
    }

    /// <inheritdoc/>
    public void Dispose() => _wait.Dispose();

    private static long ResidentBytes(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    private static double[] MeansOfPairs(double[] values)
    {
        double[] means = new double[values.Length * (values.Length + 1) / 2];
        int place = 0;
        for (int i = 0; i < values.Length; i++)
        {
            for (int k = i; k < values.Length; k++)
            {
                means[place++] = (values[i] + values[k]) / 2;
            }
        }

        Array.Sort(means);
        return means;
    }

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

        return sampled - plain;
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
