using Resident.Cli.Pprof.Symbols;
using Resident.Model.Profiles;

namespace Resident.Cli.Tests.Pprof;

public sealed class DemanglingTests
{
    [Theory]
    [InlineData("printf", "printf")]
    [InlineData("_ZN3app3BoxIlE4workEi", "app::Box::work")]
    [InlineData("_ZdaPv", "operator delete[]")]
    [InlineData("__ZdaPv", "operator delete[]")]
    [InlineData("__some_name", "__some_name")]
    [InlineData("app::Box<long>::work(int)", "app::Box::work")]
    [InlineData("java.lang.Float.<init>", "java.lang.Float.<init>")]
    [InlineData("example.com/foo.(*Bar[...]).Bat", "example.com/foo.(*Bar[...]).Bat")]
    [InlineData("example.com/foo.Bar[go.shape.int_1]", "example.com/foo.Bar[go.shape.int_1]")]
    [InlineData("_ZN4core3fmt5Write9write_fmt17h0123456789abcdefE", "core::fmt::Write::write_fmt")]
    public void Apply_NameOfALinker_BecomesShortAndReadable(string name, string expected) => Assert.Equal(expected, Demangle(name, string.Empty));

    [Theory]
    [InlineData("templates", "app::Box<long>::work")]
    [InlineData("full", "app::Box<long>::work(int)")]
    [InlineData("none", "_ZN3app3BoxIlE4workEi")]
    public void Apply_Modes_TellAsMuchAsTheySay(string mode, string expected) => Assert.Equal(expected, Demangle("_ZN3app3BoxIlE4workEi", mode));

    private static string Demangle(string name, string mode)
    {
        var profile = new Profile
        {
            Strings = [string.Empty, name],
            Functions = new FunctionTable { Ids = [1], Names = [1], SystemNames = [1], FileNames = [0], StartLines = [0] },
        };
        var demangled = Demangling.Apply(profile, isForced: mode.Length > 0, mode);
        return demangled.Strings[demangled.Functions.Names[0]];
    }
}
