using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class ArgumentSplitTests
{
    [Theory]
    [InlineData("run -- ./server -p 80", "run", "./server -p 80")]
    [InlineData("run ./server -p 80", "run", "./server -p 80")]
    [InlineData("run -i 0.0.0.0 -p 8080 -o=false ./server -o=x", "run -i 0.0.0.0 -p 8080 --no-browser", "./server -o=x")]
    [InlineData("run --listen :9000 --keep-trace -- go test -run X", "run --listen :9000 --keep-trace", "go test -run X")]
    [InlineData("run --interval=2s -- a -- b", "run --interval=2s", "a -- b")]
    [InlineData("run --listen", "run --listen", "")]
    [InlineData("stat 4711 --json", "stat 4711 --json", "")]
    public void Of_ACommand_GivesTheChildWhatIsItsOwn(string line, string ours, string child)
    {
        var split = ArgumentSplit.Of(line.Split(' '), inputIsTerminal: true);

        Assert.Equal(ours, string.Join(' ', split.Ours));
        Assert.Equal(child, string.Join(' ', split.Child));
    }

    [Fact]
    public void Of_NothingWithAPipe_IsTheTraceOfThePipe() =>
        Assert.Equal(["trace", "-"], ArgumentSplit.Of([], inputIsTerminal: false).Ours);

    [Fact]
    public void Of_GcvisOptionsWithAPipe_IsTheTraceOfThePipe() =>
        Assert.Equal(["trace", "-", "-p", "80", "--no-browser"], ArgumentSplit.Of(["-p", "80", "-o=false"], inputIsTerminal: false).Ours);

    [Fact]
    public void Of_OptionsWithAPipe_AreThoseOfTheTrace() =>
        Assert.Equal(["trace", "-", "--listen", ":80"], ArgumentSplit.Of(["--listen", ":80"], inputIsTerminal: false).Ours);

    [Fact]
    public void Of_HelpWithAPipe_IsHelp() => Assert.Equal(["--help"], ArgumentSplit.Of(["--help"], inputIsTerminal: false).Ours);

    [Fact]
    public void Of_NothingAtATerminal_StaysNothing() => Assert.Empty(ArgumentSplit.Of([], inputIsTerminal: true).Ours);
}
