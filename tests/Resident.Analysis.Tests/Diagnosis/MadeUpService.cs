using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>A service whose terms move as a test says, observed for seconds or for days.</summary>
internal static class MadeUpService
{
    private const double Mebibyte = 1 << 20;

    /// <summary>Observes it.</summary>
    /// <param name="window">For how long.</param>
    /// <param name="points">How many samples and ledgers.</param>
    /// <param name="live">The live heap in MiB at a share of the window, 0 to 1.</param>
    /// <param name="native">malloc's memory in MiB at a share of the window.</param>
    public static Observation Observe(TimeSpan window, int points, Func<double, double> live, Func<double, double> native)
    {
        var start = new DateTimeOffset(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);
        var samples = new List<Sample>();
        var ledgers = new List<Ledger>();
        for (int i = 0; i < points; i++)
        {
            double share = (double)i / (points - 1);
            var time = start + (window * share);
            // A sawtooth of garbage above what is live, out of step with the samples.
            double garbage = live(share) * (i * 7 % 10) / 10;
            long[] bytes = [(long)(live(share) * Mebibyte), (long)(garbage * Mebibyte), (long)(native(share) * Mebibyte), 8 << 20];
            samples.Add(SampleOf(time, i, bytes));
            ledgers.Add(LedgerOf(time, bytes));
        }

        return new()
        {
            Target = new() { Pid = 4711, Name = "orders", Runtime = new("go", "go1.24.1", "example.com/orders", "buildinfo"), StartedAt = start - TimeSpan.FromDays(2) },
            Samples = samples,
            Ledgers = ledgers,
        };
    }

    private static Ledger LedgerOf(DateTimeOffset time, long[] bytes) => new()
    {
        TakenAt = time,
        Res = new(bytes.Sum()),
        Sources = ["smaps", "runtime", "pagemap"],
        Terms =
        [
            new(LedgerTermId.Live, new(bytes[0]), LedgerHow.Derived), new(LedgerTermId.NativeHeap, new(bytes[2]), LedgerHow.Derived),
            new(LedgerTermId.Executable, new(bytes[3]), LedgerHow.Exact), new(LedgerTermId.Garbage, new(bytes[1]), LedgerHow.Derived),
        ],
    };

    private static Sample SampleOf(DateTimeOffset time, int number, long[] bytes) => new()
    {
        Time = time,
        Go = new()
        {
            TakenAt = time,
            Source = "memory",
            NumGC = 10 + (number * 3),
            Gogc = 100,
            HeapMarked = new(bytes[0]),
            HeapAlloc = new(bytes[0] + bytes[1]),
            HeapInuse = new(bytes[0] + bytes[1]),
            NextGC = new(2 * bytes[0]),
            TotalAlloc = number * (64L << 20),
            Goroutines = 12,
        },
        Process = MadeUpProcess.At(time, new(bytes.Sum())),
    };
}
