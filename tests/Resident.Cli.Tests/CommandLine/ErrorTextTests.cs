using Resident.Cli.CommandLine;

namespace Resident.Cli.Tests.CommandLine;

public sealed class ErrorTextTests
{
    [Fact]
    public void Of_AFileThatIsNotThere_NamesItAndSaysSo()
    {
        var problem = Record.Exception(static () => File.ReadAllText("/nope.log"));

        Assert.Equal("/nope.log: no such file", ErrorText.Of(problem!));
    }

    [Fact]
    public void Of_AFolderThatIsNotThere_NamesItAndSaysSo()
    {
        var problem = Record.Exception(static () => File.ReadAllText("/nope/server.log"));

        Assert.Equal("/nope/server.log: no such file", ErrorText.Of(problem!));
    }

    [Fact]
    public void Of_AFolder_SaysThatItIsOne()
    {
        var problem = Record.Exception(static () => File.ReadAllText("/etc"));

        Assert.Equal("/etc: a folder", ErrorText.Of(problem!));
    }

    [Fact]
    public void Of_OurOwnSentence_StaysAsItIs() =>
        Assert.Equal("No process is called \"x\".", ErrorText.Of(new IOException("No process is called \"x\".")));
}
