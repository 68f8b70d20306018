using Resident.EndToEnd.Tests.Run;

namespace Resident.EndToEnd.Tests.Commands;

/// <summary>`resident profile KIND PID`: the real go tool pprof opens what is read from outside of a real program.</summary>
public sealed class ProfileCommandTests
{
    [Theory]
    [InlineData("heap", "main.keepMemory")]
    [InlineData("allocs", "main.keepMemory")]
    [InlineData("goroutine", "main.parkForever")]
    [InlineData("block", "main.waitForAnswer")]
    [InlineData("mutex", "main.holdLock")]
    public async Task Profile_OfAProgramThatHasSomethingToTell_IsOpenedByGoToolPprof(string kind, string function)
    {
        await using var target = Launched.Start(await GoProgram.ProfilesAsync(), []);
        _ = await target.StdoutHasAsync("ready");
        string folder = Directory.CreateTempSubdirectory("resident-profile").FullName;
        try
        {
            string file = Path.Combine(folder, "taken.pb.gz");
            await using var run = Launched.Start(ResidentProgram.Path, ["profile", kind, target.Pid, "-o", file]);

            Assert.Equal($"resident: {kind} profile written to {file}. Look at it with: resident pprof -http=: {file}\n", await run.StderrTextAsync());
            Assert.Equal(0, await run.ExitAsync());
            Assert.Contains(function, await AskPprofAsync(file, folder), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Profile_ToStdout_IsTheFileAndNothingElse()
    {
        await using var target = Launched.Start(await GoProgram.ProfilesAsync(), []);
        _ = await target.StdoutHasAsync("ready");
        await using var run = Launched.Start(ResidentProgram.Path, ["profile", "heap", target.Pid, "-o", "-"]);

        Assert.Equal([0x1f, 0x8b], (await run.StdoutAsync())[..2]);
        Assert.Empty(await run.StderrTextAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Theory]
    [InlineData("heap", "Heap profiling is not in this program: the linker leaves it out where nothing asks for a heap profile.")]
    [InlineData("block", "The program has recorded no blocking. It does after runtime.SetBlockProfileRate.")]
    [InlineData("mutex", "The program has recorded no contention. It does after runtime.SetMutexProfileFraction.")]
    [InlineData("cpu", "A cpu profile is not in a program's memory to be read from outside. Give the address that serves it: resident profile cpu http://HOST:PORT")]
    [InlineData("threadcreate", "A threadcreate profile is not in a program's memory")]
    public async Task Profile_ThatTheProgramDoesNotHave_SaysWhatWouldBringIt(string kind, string expected)
    {
        await using var target = Launched.Start(await GoProgram.AllocateAsync(), ["3000", "10"]);
        _ = await target.StdoutHasAsync("pid");
        await using var run = Launched.Start(ResidentProgram.Path, ["profile", kind, target.Pid, "-o", "/dev/null"]);

        Assert.Contains(expected, await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Equal(kind is "cpu" or "threadcreate" ? 2 : 3, await run.ExitAsync());
    }

    [Fact]
    public async Task Profile_OfAProgramThatIsNotGo_EndsWith2AndSaysSo()
    {
        await using var target = Launched.Start("sleep", ["60"]);
        await using var run = Launched.Start(ResidentProgram.Path, ["profile", "heap", target.Pid, "-o", "/dev/null"]);

        Assert.Contains("is not a Go program", await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Equal(2, await run.ExitAsync());
    }

    [Fact]
    public async Task Profile_OfNoProcess_EndsWith3AndSaysWhereToLook()
    {
        await using var run = Launched.Start(ResidentProgram.Path, ["profile", "heap", "4194304", "-o", "/dev/null"]);

        Assert.Contains("There is no process 4194304 under /proc", await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await run.ExitAsync());
    }

    [Theory]
    [InlineData("/dev/full", "No space left on device")]
    [InlineData("/nowhere/heap.pb.gz", "/nowhere/heap.pb.gz")]
    public async Task Profile_ToAPlaceThatTakesNone_EndsWith3AndNamesIt(string file, string expected)
    {
        await using var target = Launched.Start(await GoProgram.ProfilesAsync(), []);
        _ = await target.StdoutHasAsync("ready");
        await using var run = Launched.Start(ResidentProgram.Path, ["profile", "heap", target.Pid, "-o", file]);

        Assert.Contains(expected, await run.StderrTextAsync(), StringComparison.Ordinal);
        Assert.Equal(3, await run.ExitAsync());
    }

    /// <summary>Asks for all functions, with those that they call.</summary>
    private static async Task<string> AskPprofAsync(string file, string folder)
    {
        string go = await GoProgram.CommandAsync();
        await using var pprof = Launched.Start(
            go, ["tool", "pprof", "-top", "-cum", "-nodefraction=0", "-symbolize=none", file], ("PPROF_TMPDIR", folder), ("GOTOOLCHAIN", "local"));
        string answer = await pprof.StdoutTextAsync();
        string complaint = await pprof.StderrTextAsync();
        Assert.SkipWhen(complaint.Contains("no such tool", StringComparison.Ordinal), $"This Go has no pprof: {complaint}");
        Assert.True(await pprof.ExitAsync() == 0, complaint);
        return answer;
    }
}
