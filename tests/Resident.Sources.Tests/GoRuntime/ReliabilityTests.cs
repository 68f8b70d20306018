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
        Assert.Equal($"Process {target.Pid} runs another program now, or its memory can no longer be read.", error.Message);
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
