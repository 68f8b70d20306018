using System.Diagnostics.CodeAnalysis;
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
    [Trait("Kind", "Attack")]
    [SuppressMessage("Security", "CA5394", Justification = "A moment needs no secrets, and a run must be repeatable.")]
    public async Task KilledAtAnyMoment_TheProgramsStderrIsWhole()
    {
        bool isLong = Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is { Length: > 0 };
        var random = new Random(50);
        for (int round = 0; round < (isLong ? 50 : 10); round++)
        {
            await using var run = Launched.Run("sh", "-c", "i=0; while [ $i -lt 400 ]; do echo line $i >&2; i=$((i+1)); done; exit 6");
            if (round % 2 == 0)
            {
                await run.StderrHasAsync("line 0\n");
            }

            // From before the relay is there until after the program has ended.
            await Task.Delay(random.Next(40), TestContext.Current.CancellationToken);
            bool isLauncher = random.Next(2) == 0;
            int[] relays = isLauncher ? [run.Id] : Relays(run.Id);
            foreach (int victim in relays)
            {
                _ = NativeMethods.Kill(victim, SignalNumber.Kill);
            }

            int code = await run.ExitAsync();
            string[] lines = (await run.StderrTextAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

            // A launcher that was killed before the program was there has started none.
            bool hasStarted = lines.Length > 0 || !isLauncher;
            Assert.True(code == 6 || (isLauncher && code == 128 + SignalNumber.Kill), $"Round {round}: status {code}.");
            Assert.Equal(
                hasStarted ? Enumerable.Range(0, 400).Select(static i => $"line {i}") : [],
                lines);
        }
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

    private static int[] Relays(int launcher)
    {
        try
        {
            return [.. ProcessTree.Descendants(launcher).Where(static id => IsRelay(id))];
        }
        catch (IOException)
        {
            // It has ended.
            return [];
        }
    }

    private static bool IsRelay(int id)
    {
        try
        {
            return string.Equals(File.ReadAllText($"/proc/{id}/comm").TrimEnd(), Relay.ProcessName, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    // What is its own: the program's file pages are shared with the launcher, which runs the same program.
    private static long AnonymousKibibytes(int id)
    {
        string line = File.ReadLines($"/proc/{id}/status").Single(static text => text.StartsWith("RssAnon:", StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2], CultureInfo.InvariantCulture);
    }
}
