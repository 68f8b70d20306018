using System.Diagnostics;
using System.Globalization;
using Resident.Model;
using Resident.Sources.GoRuntime;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Targets that do not hold still: busy ones, ones that just begin, end, or become another program.</summary>
public sealed class ReliabilityTests
{
    private static int Rounds => GoToolchains.RunsAll ? 1000 : 30;

    public static TheoryData<string> Versions() => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadMemory_ChurningTarget_NeverLosesASampleNorTellsAnImpossibleOne(string version)
    {
        using var target = await GoTargetProcess.StartAsync(
            GoToolchains.Target(version, "stripped"), ("CHURN", "4"), ("CYCLES", "1"), ("FILL_MIB", "16"));
        var cache = new GoLocationCache();
        GoMemory? last = null;
        List<string> problems = [];

        for (int round = 0; round < Rounds; round++)
        {
            // Attached anew each time, as a command that is called again and again does.
            using var process = target.Open(cache);
            for (int sample = 0; sample < 3; sample++)
            {
                var read = process.ReadMemory();
                problems.AddRange(GoPlausibility.ProblemsOf(read, last).Select(problem => $"round {round}: {problem}"));
                last = read;
            }

            if (round % 10 == 0)
            {
                var map = process.ReadPageMap();
                var census = process.ReadGoroutines();
                var stands = process.ReadGoroutineProfile();
                var heap = process.ReadHeapProfile();
                problems.AddRange(GoPlausibility.ProblemsOf(last!, process.ReadMemory(), map, census, stands, heap).Select(problem => $"round {round}: {problem}"));
            }
        }

        Assert.True(problems.Count == 0, $"{problems.Count} problems:\n{string.Join('\n', problems.Take(20))}");
        Assert.True(last!.NumGC > 1, "The target did not churn.");
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public async Task ReadMemory_TargetOfSomeCyclesASecond_ErrsByLessThanHalfAPercent(string version)
    {
        const int Most = 2000;
        int wanted = GoToolchains.RunsAll ? 200 : 20;
        using var target = await GoTargetProcess.StartAsync(
            GoToolchains.Target(version, "stripped"), ("STEADY", "2000"), ("FILL_MIB", "60"));
        using var process = target.Open();
        List<double> inUse = [];
        List<double> allocated = [];
        long start = Stopwatch.GetTimestamp();
        long cycles = process.ReadMemory().NumGC!.Value;

        for (int attempt = 0; attempt < Most && inUse.Count < wanted; attempt++)
        {
            long asked = Stopwatch.GetTimestamp();
            var before = await target.StatsAsync();
            var read = process.ReadMemory();
            var after = await target.StatsAsync();

            // On a busy machine the two answers are of moments far apart: nothing can be said of what was between.
            if (Stopwatch.GetElapsedTime(asked) < TimeSpan.FromMilliseconds(5))
            {
                inUse.Add(ErrorOf(read.HeapInuse!.Value, before["HeapInuse"], after["HeapInuse"]));
                allocated.Add(ErrorOf(read.HeapAlloc!.Value, before["HeapAlloc"], after["HeapAlloc"]));
                Assert.InRange(read.NumGC!.Value, before["NumGC"], after["NumGC"]);
            }

            await Task.Delay(20, TestContext.Current.CancellationToken);
        }

        Assert.SkipWhen(inUse.Count < wanted, "The machine is too busy: the target's own figures came too late, each time.");
        double perSecond = (process.ReadMemory().NumGC!.Value - cycles) / Stopwatch.GetElapsedTime(start).TotalSeconds;
        TestContext.Current.TestOutputHelper!.WriteLine($"Go {version}: {perSecond:0.0} GC/s, median error of HeapInuse {Median(inUse):0.000%}, of HeapAlloc {Median(allocated):0.000%}");
        Assert.InRange(Median(inUse), 0, 0.005);
        Assert.InRange(Median(allocated), 0, 0.005);

        // Against the nearer of the two answers: the heap moves between them.
        static double ErrorOf(ByteSize read, long before, long after) =>
            Math.Min(Math.Abs(read.Bytes - before), Math.Abs(read.Bytes - after)) / (double)before;

        static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
    }

    [Fact]
    public async Task Read_QuietTarget_LeavesItsResidentSetAlone()
    {
        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"));
        // Else it would give back by itself meanwhile what its start left.
        _ = await target.AskAsync("free");
        long before = ResidentBytes(target.Pid);

        for (int round = 0; round < Rounds; round++)
        {
            using var process = target.Open();
            _ = process.ReadMemory();
            _ = process.ReadPageMap(withHugePages: true);
            _ = process.ReadGoroutineProfile();
            _ = process.ReadHeapProfile();
            _ = process.ReadMutexProfile();
            _ = process.ReadBlockProfile();
        }

        // Its own background threads may touch a page or two of their stacks meanwhile.
        Assert.InRange(ResidentBytes(target.Pid) - before, -64 * 1024, 64 * 1024);
    }

    [Fact]
    public async Task Read_TargetEndsInTheMiddle_SaysThatItHasEnded()
    {
        for (int round = 0; round < 8; round++)
        {
            using var target = await GoTargetProcess.StartAsync(
                GoToolchains.Target(GoToolchains.Versions[^1], "stripped"), ("CHURN", "2"), ("LEAK", "2000"));
            using var process = target.Open();
            int pid = target.Pid;
            var reading = Task.Run(() => ReadUntilItFails(process), TestContext.Current.CancellationToken);
            _ = await target.AskAsync("gc");

            target.End();

            var error = await reading;
            Assert.Equal($"Process {pid} has ended.", error.Message);
        }
    }

    [Theory]
    [InlineData("/bin/sleep")]
    [InlineData("another release")]
    public async Task Read_TargetBecomesAnotherProgram_SaysSo(string program)
    {
        string path = program is "/bin/sleep" ? program : GoToolchains.Target(GoToolchains.Versions[0], "stripped");
        if (program is not "/bin/sleep" && GoToolchains.Versions.Count < 2)
        {
            Assert.Skip("One Go toolchain is unpacked; another release needs two.");
        }

        using var target = await GoTargetProcess.StartAsync(GoToolchains.Target(GoToolchains.Versions[^1], "stripped"), ("CHURN", "2"));
        using var process = target.Open();
        var reading = Task.Run(() => ReadUntilItFails(process), TestContext.Current.CancellationToken);
        _ = await target.AskAsync("gc");

        await target.TellAsync($"exec {path}");

        var error = await reading;
        Assert.Equal($"Process {target.Pid} runs another program now, or its memory does not look as its runtime keeps it.", error.Message);
    }

    [Fact]
    public void TryOpen_ProcessThatJustBegins_AnswersOrRefusesClearly()
    {
        string path = GoToolchains.Target(GoToolchains.Versions[^1], "stripped");
        int opened = 0;
        for (int round = 0; round < Rounds; round++)
        {
            var start = new ProcessStartInfo(path) { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true };
            using var starting = Process.Start(start)!;
            try
            {
                // As early as can be, and again until it is there: each refusal on the way has its reason.
                GoProcess? process;
                while (!GoProcess.TryOpen(starting.Id, new() { UseSymbols = false }, out process, out var refusal))
                {
                    Assert.Contains(
                        refusal!.Kind,
                        (AttachRefusalKind[])[AttachRefusalKind.Starting, AttachRefusalKind.Denied, AttachRefusalKind.Damaged]);
                    Assert.NotEmpty(refusal.Message);
                }

                using (process)
                {
                    Assert.Empty(GoPlausibility.ProblemsOf(process!.ReadMemory(), last: null));
                    opened++;
                }
            }
            finally
            {
                starting.Kill();
                starting.WaitForExit();
            }
        }

        Assert.Equal(Rounds, opened);
    }

    private static IOException ReadUntilItFails(GoProcess process)
    {
        while (true)
        {
            try
            {
                _ = process.ReadMemory();
                _ = process.ReadGoroutineProfile();
                _ = process.ReadHeapProfile();
                _ = process.ReadMutexProfile();
                _ = process.ReadPageMap();
                _ = process.ReadGoroutines();
            }
            catch (IOException problem)
            {
                return problem;
            }
        }
    }

    private static long ResidentBytes(int pid) =>
        long.Parse(File.ReadAllText($"/proc/{pid}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;
}
