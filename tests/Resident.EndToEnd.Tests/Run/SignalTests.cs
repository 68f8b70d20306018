using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class SignalTests
{
    // The shell runs a trap when its command has ended, so it waits in short sleeps. It ends once it got TERM.
    private const string Reporter =
        "n=0; for s in HUP INT QUIT USR1 USR2 WINCH; do trap \"echo got $s\" $s; done; trap 'echo got TERM; exit 4' TERM; "
        + "echo ready; while :; do sleep 0.05; done";

    [Theory]
    [InlineData(SignalNumber.Hangup, "HUP")]
    [InlineData(SignalNumber.Interrupt, "INT")]
    [InlineData(SignalNumber.Quit, "QUIT")]
    [InlineData(SignalNumber.User1, "USR1")]
    [InlineData(SignalNumber.User2, "USR2")]
    [InlineData(SignalNumber.WindowChange, "WINCH")]
    public async Task SignalToUsAlone_ReachesTheProgramOnce(int signal, string name)
    {
        await using var run = Launched.Run("sh", "-c", Reporter);
        await run.StdoutHasAsync("ready\n");

        run.Signal(signal);
        await run.StdoutHasAsync($"got {name}\n");
        run.Signal(SignalNumber.Terminate);

        Assert.Equal(4, await run.ExitAsync());
        Assert.Equal($"ready\ngot {name}\ngot TERM\n", await run.StdoutTextAsync());
    }

    [Theory]
    [InlineData(SignalNumber.Interrupt, "INT")]
    [InlineData(SignalNumber.User1, "USR1")]
    public async Task SignalToTheGroup_ReachesTheProgramOnce(int signal, string name)
    {
        await using var run = InAGroupOfItsOwn("sh", "-c", Reporter);
        await run.StdoutHasAsync("ready\n");

        Assert.Equal(0, NativeMethods.Kill(-run.Id, signal));
        await run.StdoutHasAsync($"got {name}\n");

        // Signals are handed on in their order, so a second copy of the first would come before this one.
        run.Signal(SignalNumber.Terminate);
        Assert.Equal(4, await run.ExitAsync());
        Assert.Equal($"ready\ngot {name}\ngot TERM\n", await run.StdoutTextAsync());
    }

    // By number, which every shell's trap takes.
    [Theory]
    [InlineData(SignalNumber.Hangup)]
    [InlineData(SignalNumber.User2)]
    [InlineData(SignalNumber.Alarm)]
    [InlineData(SignalNumber.StackFault)]
    [InlineData(SignalNumber.VirtualAlarm)]
    [InlineData(SignalNumber.Profiling)]
    [InlineData(SignalNumber.InputOutput)]
    [InlineData(SignalNumber.Power)]
    [Trait("Kind", "Attack")]
    public async Task SignalToTheGroup_ThatTheProgramHandles_LeavesItAndItsExitStatusAlone(int signal)
    {
        string program = $"trap 'echo got it' {signal}; trap 'echo got TERM; exit 4' TERM; echo ready; "
            + "while :; do sleep 0.05; done 2>/dev/null";
        await using var run = InAGroupOfItsOwn("sh", "-c", program);
        await run.StdoutHasAsync("ready\n");

        Assert.Equal(0, NativeMethods.Kill(-run.Id, signal));
        await run.StdoutHasAsync("got it\n");
        run.Signal(SignalNumber.Terminate);

        Assert.Equal(4, await run.ExitAsync());
        Assert.Equal("ready\ngot it\ngot TERM\n", await run.StdoutTextAsync());
    }

    [Theory]
    [InlineData(SignalNumber.User1)]
    [InlineData(SignalNumber.Alarm)]
    [InlineData(SignalNumber.VirtualAlarm)]
    [InlineData(SignalNumber.Profiling)]
    [InlineData(SignalNumber.InputOutput)]
    [Trait("Kind", "Attack")]
    public async Task SignalToTheGroup_ThatTheProgramDiesOf_IsItsExitStatus(int signal)
    {
        await using var run = InAGroupOfItsOwn("perl", "-e", "$| = 1; print \"ready\\n\"; sleep 60");
        await run.StdoutHasAsync("ready\n");

        Assert.Equal(0, NativeMethods.Kill(-run.Id, signal));

        Assert.Equal(128 + signal, await run.ExitAsync());
    }

    [Fact]
    public async Task SignalToTheGroup_ThatTheProgramHasLeft_IsHandedOn()
    {
        await using var run = Launched.Start(
            "perl",
            ["-e", "use POSIX; POSIX::setsid(); exec @ARGV", ResidentProgram.Path, "__run", "--", "perl", "-e", "use POSIX; POSIX::setsid(); exec @ARGV", "sh", "-c", Reporter]);
        await run.StdoutHasAsync("ready\n");

        Assert.Equal(0, NativeMethods.Kill(-run.Id, SignalNumber.Interrupt));
        await run.StdoutHasAsync("got INT\n");
        run.Signal(SignalNumber.Terminate);

        Assert.Equal(4, await run.ExitAsync());
    }

    [Fact]
    public async Task ControlC_OnATerminal_ReachesTheProgramOnce()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/script"), "There is no script command (bsdutils), which makes a terminal.");

        // exec, because not every shell that script may start replaces itself with the command.
        await using var run = Launched.Start(
            "script", ["-qec", $"exec {ResidentProgram.Path} __run -- sh -c '{Reporter.Replace("'", "'\\''", StringComparison.Ordinal)}'", "/dev/null"]);
        await run.StdoutHasAsync("ready");

        await run.Stdin.WriteAsync(new byte[] { 3 }, TestContext.Current.CancellationToken);
        await run.Stdin.FlushAsync(TestContext.Current.CancellationToken);
        await run.StdoutHasAsync("got INT");
        int resident = ProcessTree.Descendants(run.Id).First(static id => File.ReadAllText($"/proc/{id}/cmdline").Contains("__run", StringComparison.Ordinal));
        Assert.Equal(0, NativeMethods.Kill(resident, SignalNumber.Terminate));

        Assert.Equal(4, await run.ExitAsync());
        Assert.Equal(2, (await run.StdoutTextAsync()).Split("got INT").Length);
    }

    [Fact]
    public async Task Program_StartsWithDefaultSignalsAndAnEmptyMask()
    {
        await using var run = Launched.Run("cat", "/proc/self/status");

        string status = await run.StdoutTextAsync();

        Assert.Contains("SigBlk:\t0000000000000000\n", status, StringComparison.Ordinal);
        Assert.Contains("SigIgn:\t0000000000000000\n", status, StringComparison.Ordinal);
        Assert.Contains("SigCgt:\t0000000000000000\n", status, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SignalThatOurCallerIgnores_StaysIgnored()
    {
        await using var run = Launched.Start(
            "sh", ["-c", "trap '' HUP; exec \"$1\" __run -- sh -c 'grep SigIgn /proc/self/status; read end'", "sh", ResidentProgram.Path]);
        string status = await run.StdoutHasAsync("\n");

        run.Signal(SignalNumber.Hangup);
        run.Stdin.Close();

        Assert.Equal("SigIgn:\t0000000000000001\n", status);
        Assert.Equal(1, await run.ExitAsync());
    }

    // setsid makes a new group, whose number is our PID, because perl execs.
    private static Launched InAGroupOfItsOwn(params string[] command) => Launched.Start(
        "perl", ["-e", "use POSIX; POSIX::setsid(); exec @ARGV", ResidentProgram.Path, "__run", "--", .. command]);
}
