using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

public sealed class TraceFixtureTests
{
    /// <summary>Cycles and scavenger lines of each file, counted with the reference expressions of testdata/README.md, and by
    /// hand where lines are torn or cut.</summary>
    public static TheoryData<string, int, int, int> Files => new()
    {
        { "go1.0.SYNTHETIC.txt", 1, 2, 0 },
        { "go1.12-schedtrace.txt", 0, 0, 2 },
        { "go1.14.txt", 8, 1, 24 },
        { "go1.15.txt", 16, 16, 48 },
        { "go1.16.txt", 8, 8, 0 },
        { "go1.17.txt", 9, 9, 0 },
        { "go1.19.txt", 9, 9, 0 },
        { "go1.22.txt", 8, 8, 0 },
        { "go1.26.txt", 9, 9, 0 },
        { "go1.19-allocfreetrace-head.txt", 0, 0, 5 },
        { "go1.19-gc-forced-periodic-2min.txt", 2, 2, 3 },
        { "go1.19-inittrace.txt", 0, 0, 20 },
        { "go1.19-pacer.txt", 3, 0, 6 },
        { "go1.19-scheddetail.txt", 0, 0, 37 },
        { "go1.19-schedtrace.txt", 2, 0, 8 },
        { "go1.19-stacks-globals-forced.txt", 63, 68, 0 },
        { "go1.26-1.27-goroutine-leak.SYNTHETIC.txt", 2, 0, 0 },
        { "go1.26-checkfinalizers.txt", 4, 0, 4 },
        { "go1.26-gctrace2-greentea-scan.txt", 10, 0, 604 },
        { "go1.26-pacer-sched.txt", 10, 10, 847 },
        { "go1.9.0-1.9.1-darwin-windows-bogus-start.SYNTHETIC.txt", 1, 0, 0 },
        { "controller-reset.SYNTHETIC.txt", 0, 3, 1 },
        { "prefixes.SYNTHETIC.txt", 16, 0, 0 },
        { "torn-by-app-stderr-heavy-logging.txt", 2, 0, 0 },
    };

    [Theory]
    [MemberData(nameof(Files))]
    public void EveryFile_GivesEachLineOnce(string file, int cycles, int scavenges, int others)
    {
        var run = SplitRun.OfFile(file);

        TestContext.Current.TestOutputHelper?.WriteLine(run.ToString());
        Assert.Equal((cycles, scavenges, others), (run.Cycles.Count, (int)run.Counts.ScavengerLines,
            run.Events.Count - run.Cycles.Count - (int)run.Counts.ScavengerLines + (int)Followers(run)));
    }

    private static long Followers(SplitRun run) =>
        run.Kinds[TraceKind.Sched] - run.Events.Count(static line => line.StartsWith("Sched ", StringComparison.Ordinal));
}
