using System.Globalization;
using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class KilledLauncherTests
{
    [Fact]
    public async Task LauncherKilled_ProgramGoesOnAndItsStderrArrives()
    {
        await using var run = Launched.Run("sh", "-c", "echo before >&2; read go; head -c 3000000 /dev/zero | tr '\\0' y >&2; echo end >&2; echo done");
        await run.StderrHasAsync("before\n");

        run.Signal(SignalNumber.Kill);
        Assert.Equal(128 + SignalNumber.Kill, await run.ExitAsync());
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal("done\n", await run.StdoutTextAsync());
        string stderr = await run.StderrTextAsync();
        Assert.Equal(3_000_000 + "before\nend\n".Length, stderr.Length);
        Assert.EndsWith("yend\n", stderr, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RelayKilled_AnotherTakesItsPlace()
    {
        await using var run = Launched.Run("sh", "-c", "echo before >&2; read go; head -c 3000000 /dev/zero | tr '\\0' y >&2; echo end >&2; exit 6");
        await run.StderrHasAsync("before\n");

        Assert.Equal(0, NativeMethods.Kill(run.RelayId(), SignalNumber.Kill));
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal(6, await run.ExitAsync());
        Assert.Equal(3_000_000 + "before\nend\n".Length, (await run.StderrAsync()).Length);
    }

    [Fact]
    public async Task LauncherStopped_StderrFlowsOn()
    {
        await using var run = Launched.Run("sh", "-c", "echo before >&2; read go; head -c 3000000 /dev/zero >&2; echo end >&2; echo done; read go");
        await run.StderrHasAsync("before\n");

        run.Signal(SignalNumber.Stop);
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await run.Stdin.FlushAsync(TestContext.Current.CancellationToken);
        await run.StdoutHasAsync("done\n");
        await run.StderrHasAsync("end\n");
        run.Signal(SignalNumber.Continue);
        run.Stdin.Close();

        Assert.Equal(1, await run.ExitAsync());
    }

    [Theory]
    [InlineData(SignalNumber.Interrupt)]
    [InlineData(SignalNumber.Terminate)]
    [InlineData(SignalNumber.Hangup)]
    [InlineData(SignalNumber.Quit)]
    [InlineData(SignalNumber.TerminalStop)]
    public async Task Relay_OutlivesTheSignalsOfATerminal(int signal)
    {
        await using var run = Launched.Run("sh", "-c", "echo ready >&2; read go; echo after >&2");
        await run.StderrHasAsync("ready\n");
        int relay = run.RelayId();

        Assert.Equal(0, NativeMethods.Kill(relay, signal));
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        run.Stdin.Close();

        Assert.Equal("ready\nafter\n", await run.StderrTextAsync());
        Assert.Equal(0, await run.ExitAsync());
    }

    [Fact]
    public async Task Relay_HoldsNothingButItsThreeDescriptorsAndLittleMemory()
    {
        await using var run = Launched.Start(
            "sh", ["-c", "exec 8</dev/null; \"$1\" __run -- sh -c 'head -c 30000000 /dev/zero >&2; echo ready; read go' >&1", "sh", ResidentProgram.Path]);
        await run.StdoutHasAsync("ready\n");

        int relay = run.RelayId();
        string[] targets = [.. Directory.EnumerateFiles($"/proc/{relay}/fd").Select(static path => new FileInfo(path).LinkTarget ?? "")];
        long kibibytes = AnonymousKibibytes(relay);
        run.Stdin.Close();

        Assert.DoesNotContain("/dev/null", targets, StringComparer.Ordinal);
        Assert.InRange(kibibytes, 1, ResidentProgram.IsNative ? 8 * 1024 : 64 * 1024);
        Assert.Equal(1, await run.ExitAsync());
    }

    // What is its own: the program's file pages are shared with the launcher, which runs the same program.
    private static long AnonymousKibibytes(int id)
    {
        string line = File.ReadLines($"/proc/{id}/status").Single(static text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
