using System.Buffers;
using System.Globalization;
using System.Text;
using Resident.Sources.GoTrace;

namespace Resident.Benchmarks.GoTrace;

/// <summary>How many megabytes of a log the trace splitter reads in a second of one processor, and what it allocates.</summary>
internal static class TraceThroughput
{
    private const int Bytes = 64 * 1024 * 1024;
    private const int Piece = 64 * 1024;
    private const int Rounds = 5;
    private const double BytesPerMegabyte = 1e6;

    private const string AppLine = "2026/11/22 22:48:32 request handled path=/orders/4711 status=200 in 1.25ms\n";

    /// <summary>Measures each kind of log and prints medians.</summary>
    public static void Run(TextWriter output)
    {
        byte[] cycles = Cycles();
        byte[] apps = Fill(AppLine);
        byte[] mixed = Fill(string.Concat(Enumerable.Repeat(AppLine, 999)) + Cycle(1));
        Measure(output, "gc lines of Go 1.22", cycles, prefixes: false);
        Measure(output, "gc lines, prefixes looked for", cycles, prefixes: true);
        Measure(output, "app lines, as `run` reads them", apps, prefixes: false);
        Measure(output, "app lines, prefixes looked for", apps, prefixes: true);
        Measure(output, "1 gc line in 1,000", mixed, prefixes: false);
    }

    private static string Cycle(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $"gc {number} @{number * 0.11:F3}s 13%: 0.046+132+1.3 ms clock, 0.092+0/72/85+2.7 ms cpu, 74->88->71 MB, 87 MB goal, 0 MB stacks, 0 MB globals, 2 P\n");

    // One process's cycles: the numbers rise, as they do.
    private static byte[] Cycles()
    {
        var text = new StringBuilder();
        for (int number = 1; text.Length < Bytes; number++)
        {
            text.Append(Cycle(number));
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static byte[] Fill(string block)
    {
        byte[] one = Encoding.UTF8.GetBytes(block);
        byte[] log = new byte[Bytes / one.Length * one.Length];
        for (int at = 0; at < log.Length; at += one.Length)
        {
            one.CopyTo(log, at);
        }

        return log;
    }

    private static void Measure(TextWriter output, string name, byte[] log, bool prefixes)
    {
        double[] rates = new double[Rounds];
        double perLine = 0;
        for (int round = -1; round < Rounds; round++)
        {
            var passed = new Discarding();
            long lines = 0;
            var splitter = new TraceSplitter((in TraceLine line) => lines++, passed, new TraceSplitterOptions { Prefixes = prefixes });
            splitter.Push(log.AsSpan(0, Piece));
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            var before = Environment.CpuUsage.TotalTime;
            for (int at = Piece; at < log.Length; at += Piece)
            {
                splitter.Push(log.AsSpan(at, Math.Min(Piece, log.Length - at)));
            }

            double seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
            allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
            splitter.Complete();
            if (round >= 0)
            {
                rates[round] = log.Length / seconds / BytesPerMegabyte;
                perLine = (double)allocated / Math.Max(1, splitter.Counts.Lines);
            }
        }

        Array.Sort(rates);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-32} {rates[Rounds / 2],6:F0} MB/s of CPU, {perLine:F2} bytes allocated a line"));
    }

    /// <summary>Takes what is passed through and forgets it.</summary>
    private sealed class Discarding : IBufferWriter<byte>
    {
        private byte[] _room = new byte[256 * 1024];

        public void Advance(int count)
        {
        }

        public Memory<byte> GetMemory(int sizeHint = 0)
        {
            if (sizeHint > _room.Length)
            {
                _room = new byte[sizeHint];
            }

            return _room;
        }

        public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
    }
}
