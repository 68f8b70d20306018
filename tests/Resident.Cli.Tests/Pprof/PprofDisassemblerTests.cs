using Resident.Cli.Pprof.Symbols;
using Resident.Model.Profiles;

namespace Resident.Cli.Tests.Pprof;

public sealed class PprofDisassemblerTests
{
    [Fact]
    public void ParseGo_LinesOfGoToolObjdump_GivesTextAndPlace()
    {
        const string Output = "TEXT main.rank(SB) /src/main.go\n  main.go:34\t\t0x4e2380\t\t493b6610\t\tCMPQ SP, 0x10(R14)\t\t\t\n  ?:0\t\t0x4e2384\t\tcc\t\tINT $0x3\t\n";

        CodeInstruction[] expected =
            [new(0x4e2380, "CMPQ SP, 0x10(R14)", string.Empty, "main.go", 34), new(0x4e2384, "INT $0x3", string.Empty, string.Empty, 0)];
        Assert.Equal(expected, PprofDisassembler.ParseGo(Output));
    }

    [Fact]
    public void ParseObjdump_GnuFormat_GivesFunctionAndPlace()
    {
        const string Output = "\n/bin/x:     file format elf64-x86-64\n\n0000000000401000 <main>:\nmain():\n/src/x.c:3 (discriminator 2)\n  401000:\tpush   %rbp\n  401001:\tmov    %rsp,%rbp\n";

        CodeInstruction[] expected = [new(0x401000, "push   %rbp", "main", "/src/x.c", 3), new(0x401001, "mov    %rsp,%rbp", "main", "/src/x.c", 3)];
        Assert.Equal(expected, PprofDisassembler.ParseObjdump(Output));
    }

    [Fact]
    public void ParseObjdump_LlvmFormat_GivesFunctionAndPlace()
    {
        const string Output = "0000000000401000 <main>:\n; main():\n; /src/x.c:3\n  401000:      \tpushq\t%rbp\n";

        CodeInstruction[] expected = [new(0x401000, "pushq %rbp", "main", "/src/x.c", 3)];
        Assert.Equal(expected, PprofDisassembler.ParseObjdump(Output));
    }

    [Fact]
    public void ParseLines_OfASymbolizer_GivesInlinedCallsInnermostFirst()
    {
        var found = PprofNativeLines.Parse("0x1139\ninner\n/src/x.c:4 (discriminator 1)\nouter\n/src/x.c:9\n0x2000\n??\n??:0\n");

        Assert.Equal([new SymbolFrame("inner", "/src/x.c", 4), new SymbolFrame("outer", "/src/x.c", 9)], found[0x1139]);
        Assert.Empty(found[0x2000]);
    }

    [Theory]
    [InlineData("http://h:1/debug/pprof/heap?x=1", "http://h:1/debug/pprof/symbol")]
    [InlineData("http://h/pprof/growth", "http://h/pprof/symbol")]
    [InlineData("http://h/other", "http://h/symbolz")]
    public void AddressOf_ProfilesAddress_IsWhereNamesAreTold(string source, string expected) =>
        Assert.Equal(new Uri(expected), PprofRemoteSymbols.AddressOf(new Uri(source)));
}
