using Resident.Model;
using Resident.Model.Observations;

namespace Resident.Analysis.Tests.Diagnosis;

/// <summary>Profiles, goroutines and the heap profiler's counts for <see cref="MadeUpFacts"/>.</summary>
internal static class MadeUpProfiles
{
    private const double Mebibyte = 1 << 20;
    private static readonly DateTimeOffset Start = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    /// <summary>Makes a census with one group of goroutines.</summary>
    public static GoroutineCensus Census(long count, string function, string waitReason = "chan receive", string? start = null, long dead = 0) => new()
    {
        TakenAt = Start,
        Dead = dead,
        Groups =
        [
            new()
            {
                State = "waiting",
                WaitReason = waitReason,
                Count = count,
                StackBytes = new(count * 2048),
                IsSystem = start is not null,
                ExampleId = 7,
                Start = new(start ?? function, "main.go", 10, 8),
                Stack = [new(function, "main.go", 10, 8)],
            },
        ],
    };

    /// <summary>Makes a profile with one place.</summary>
    public static HeapSites Profile(string function, double mebibytes, params string[] callers) =>
        new(Start, [new(new(function, "main.go", 20, 18), [], mebibytes * Mebibyte, 100) { Callers = callers }]);

    /// <summary>Makes the readings of one stack whose objects are counted from the process's start on; one mark a
    /// reading, swept at once.</summary>
    /// <param name="function">Where it allocates.</param>
    /// <param name="allocs">The sampled allocations.</param>
    /// <param name="frees">The frees of these.</param>
    /// <param name="caller">What calls it.</param>
    public static IReadOnlyList<AllocationReading> Flow(string function, Func<double, double> allocs, Func<double, double> frees, string caller = "main.main") =>
    [
        .. Enumerable.Range(0, 13).Select(i => i / 12.0).Select(share => new AllocationReading(
            Start + (TimeSpan.FromSeconds(40) * share), 100 + (long)(80 * share), Start + (TimeSpan.FromSeconds(40) * share) - TimeSpan.FromSeconds(2),
            [
                new()
                {
                    Key = (ulong)caller.Length,
                    Place = new(function, "main.go", 20, 18),
                    Callers = [new(caller, "main.go", 40, 38)],
                    Allocs = (long)allocs(share),
                    MarkedAllocs = (long)allocs(share),
                    SweptAllocs = (long)allocs(share),
                    Frees = (long)frees(share),
                    BytesPerSample = Mebibyte / 2,
                    HeldBytes = (allocs(share) - frees(share)) * Mebibyte / 2,
                },
            ])),
    ];

    /// <summary>Puts the stacks of two flows into one.</summary>
    public static IReadOnlyList<AllocationReading> Beside(IReadOnlyList<AllocationReading> one, IReadOnlyList<AllocationReading> other) =>
        [.. one.Zip(other, static (first, second) => first with { Stacks = [.. first.Stacks, .. second.Stacks] })];
}
