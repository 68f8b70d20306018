using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class SuggestionTests
{
    [Theory]
    [InlineData("wacth", "watch")]
    [InlineData("stats", "stat")]
    [InlineData("demmo", "demo")]
    [InlineData("kubernetes", null)]
    public void Nearest_AMistypedCommand_IsTheOneThatWasMeant(string typed, string? meant) =>
        Assert.Equal(meant, Suggestion.Nearest(CommandTree.Build([]), typed));

    [Theory]
    [InlineData("--intervall", "--interval")]
    [InlineData("--jsno", "--json")]
    [InlineData("--cuont=3", "--count")]
    [InlineData("--verbose", null)]
    public void Nearest_AMistypedOption_IsTheOneThatWasMeant(string typed, string? meant)
    {
        var stat = CommandTree.Build([]).Subcommands.Single(static command => command.Name is "stat");

        Assert.Equal(meant, Suggestion.Nearest(stat, typed));
    }
}
