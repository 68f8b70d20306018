using System.Runtime.Versioning;
using Resident.Cli.Run;

namespace Resident.EndToEnd.Tests.Run;

public sealed class ExitStatusTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(255)]
    public async Task ExitCode_IsTheProgramsOwn(int code)
    {
        await using var run = Launched.Run("sh", "-c", $"exit {code}");

        Assert.Equal(code, await run.ExitAsync());
        Assert.Empty(await run.StderrAsync());
    }

    // Perl reports the wait status itself; .NET and the shell fold a signal into the exit code.
    [Theory]
    [InlineData(SignalNumber.Kill)]
    [InlineData(SignalNumber.Terminate)]
    [InlineData(SignalNumber.Interrupt)]
    [InlineData(SignalNumber.Pipe)]
    [InlineData(11)]
    [InlineData(6)]
    public async Task DeathBySignal_IsSeenByOurCallerAsOne(int signal)
    {
        await using var run = Launched.Start(
            "perl",
            ["-e", "$s = system(@ARGV); print $s & 127, ' ', $s >> 8", ResidentProgram.Path, "__run", "--", "sh", "-c", $"kill -{signal} $$"]);

        Assert.Equal($"{signal} 0", await run.StdoutTextAsync());
    }

    [Theory]
    [InlineData("no-such-command-here", 127, "There is no command \"no-such-command-here\" in PATH. Check its spelling; a program in this folder needs a path, as in ./no-such-command-here.")]
    [InlineData("./no/such/file", 127, "There is no file \"./no/such/file\".")]
    [InlineData("/etc/passwd", 126, "\"/etc/passwd\" may not be run: it, or a folder on its path, lacks the x permission. chmod +x allows it.")]
    [InlineData("/", 126, "\"/\" is a folder, not a program.")]
    public async Task CommandThatCannotStart_EndsAsInAShellAndSaysWhy(string command, int code, string message)
    {
        await using var run = Launched.Run(command);

        Assert.Equal(code, await run.ExitAsync());
        Assert.Equal($"resident: {message}\n", await run.StderrTextAsync());
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public async Task Script_WhoseInterpreterIsMissing_SaysSo()
    {
        string script = Path.Combine(Directory.CreateTempSubdirectory("resident-run").FullName, "script");
        await File.WriteAllTextAsync(script, "#!/no/such/interpreter\n", TestContext.Current.CancellationToken);
        File.SetUnixFileMode(script, UnixFileMode.UserRead | UnixFileMode.UserExecute);

        await using var run = Launched.Run(script);

        Assert.Equal(127, await run.ExitAsync());
        Assert.Contains("the interpreter that it names is not", await run.StderrTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DaemonThatKeepsStderr_DoesNotHoldUsAndLosesNothing()
    {
        await using var run = Launched.Run("sh", "-c", "exec 3<&0; (read line <&3; echo late >&2) >/dev/null & echo early >&2; exit 3");

        int code = await run.ExitAsync();
        string early = await run.StderrHasAsync("early\n");
        await run.Stdin.WriteAsync("go\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await run.Stdin.FlushAsync(TestContext.Current.CancellationToken);

        Assert.Equal(3, code);
        Assert.Equal("early\n", early);
        Assert.Equal("early\nlate\n", await run.StderrTextAsync());
    }
}
