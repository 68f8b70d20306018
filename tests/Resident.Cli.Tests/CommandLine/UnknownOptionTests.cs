using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class UnknownOptionTests
{
    [Theory]
    [InlineData("why --hepl", "--hepl")]
    [InlineData("why 4711 --jsno", null)] // the parser itself finds a second word too many
    [InlineData("stat -x", "-x")]
    [InlineData("top --colour", "--colour")]
    [InlineData("trace -", null)]
    [InlineData("why -- --hepl", null)]
    [InlineData("why 4711 --json", null)]
    [InlineData("demo -- -rate 200", null)]
    [InlineData("why 4711 --fail-on leak", null)]
    public void Find_WordWithADash_IsNoTarget(string line, string? option) =>
        Assert.Equal(option, UnknownOption.Find(CommandTree.Build([]).Parse(line.Split(' '))));

    [Fact]
    public void Nearest_OfHelp_IsKnownToEveryCommand()
    {
        var why = CommandTree.Build([]).Subcommands.Single(static command => command.Name is "why");

        Assert.Equal("--help", Suggestion.Nearest(why, "--hepl"));
    }
}
