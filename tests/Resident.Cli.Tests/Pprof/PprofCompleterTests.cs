using Resident.Cli.Pprof.Shell;
using Resident.Model.Profiles;

namespace Resident.Cli.Tests.Pprof;

public sealed class PprofCompleterTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("xyz", "xyz")]
    [InlineData("dis", "disasm ")]
    [InlineData("EdGeF", "edgefraction ")]
    [InlineData("lin", "lines ")]
    [InlineData("t", "t")]
    [InlineData("help dis", "help disasm")]
    [InlineData("help relative_perc", "help relative_percentages")]
    [InlineData("sample_index=all", "sample_index=alloc_")]
    [InlineData("granularity=fileF", "granularity=filefunctions")]
    [InlineData("trim=f", "trim=false")]
    public void Complete_Word_GoesAsFarAsItIsClear(string line, string expected) => Assert.Equal(expected, Apply(line));

    [Theory]
    [InlineData("top edMA", "top mangledMALLOC")]
    [InlineData("top cmd mangledM", "top cmd mangledMALLOC")]
    [InlineData("top -mangledM", "top -mangledMALLOC")]
    [InlineData("top10 (*T", "top10 main.\\(\\*T\\).Get")]
    [InlineData("focus=edMA", "focus=mangledMALLOC")]
    [InlineData("top abc", "top abc")]
    [InlineData("top mangled", "top mangled")]
    [InlineData("nosuch mangledM", "nosuch mangledM")]
    public void Complete_Function_IsFoundByAnyPartOfItsName(string line, string expected) => Assert.Equal(expected, Apply(line));

    [Fact]
    public void Complete_SeveralFunctions_AreTheChoices() =>
        Assert.Equal(["mangledMALLOC", "mangledNEW"], new PprofCompleter(Profile()).Complete("top mangled").Choices);

    private static string Apply(string line)
    {
        var completion = new PprofCompleter(Profile()).Complete(line);
        return line[..completion.Start] + completion.Text;
    }

    private static Profile Profile() => new()
    {
        SampleTypes = [new SampleType("alloc_space", "bytes"), new SampleType("alloc_objects", "count")],
        Strings = [string.Empty, "mangledMALLOC", "mangledNEW", "main.(*T).Get"],
        Functions = new FunctionTable { Ids = [1, 2, 3], Names = [1, 2, 3], SystemNames = [1, 2, 3], FileNames = [0, 0, 0], StartLines = [0, 0, 0] },
    };
}
