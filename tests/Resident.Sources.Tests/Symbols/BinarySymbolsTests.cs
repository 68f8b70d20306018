using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Symbols;
using Resident.Sources.Tests.GoRuntime;

namespace Resident.Sources.Tests.Symbols;

public sealed class BinarySymbolsTests
{
    public static TheoryData<string> Versions => [.. GoToolchains.Versions];

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryFindFunction_WithAndWithoutASymbolTable_FindsTheSameFunctionsAsGosOwnTable(string version)
    {
        foreach (string variant in (string[])["plain", "stripped"])
        {
            using var binary = BinarySymbols.Open(GoToolchains.Target(version, variant));
            Assert.True(binary.IsGo);
            var main = Find(binary, "main.main");

            Assert.True(binary.TryFindLine(main.Start, out var first));
            Assert.True(binary.TryFindLine(main.End, out var last));
            Assert.Equal("main.main", first.Function);
            Assert.Equal("main.main", last.Function);
            Assert.EndsWith("/main.go", first.File, StringComparison.Ordinal);
            Assert.NotEqual(0, first.Line);
            Assert.False(binary.TryFindLine(main.Start - 1, out var before) && before.Function is "main.main");
        }
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void TryFindLine_OutsideTheCode_FindsNothing(string version)
    {
        using var binary = BinarySymbols.Open(GoToolchains.Target(version, "stripped"));

        Assert.False(binary.TryFindLine(0, out _));
        Assert.False(binary.TryFindLine(ulong.MaxValue, out _));
        Assert.False(binary.TryFindFunction(16, out _));
    }

    [Fact]
    public void BiasOf_MappingOfTheCode_IsWhatTheLoaderAdded()
    {
        using var binary = BinarySymbols.Open(GoToolchains.Target(GoToolchains.Versions[^1], "plain"));

        Assert.Equal(0UL, binary.BiasOf(0, 0));
        Assert.Equal(0UL, binary.BiasOf(0x400000, 0));
        Assert.Equal(0x10000UL, binary.BiasOf(0x410000, 0));
    }

    [Fact]
    public void Open_NoBinary_SaysWhatWasFound()
    {
        string file = Path.GetTempFileName();
        try
        {
            Assert.Contains("Expected an ELF file", Assert.Throws<MalformedInputException>(() => BinarySymbols.Open(file)).Message, StringComparison.Ordinal);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static CodeSymbol Find(BinarySymbols binary, string name)
    {
        // Go's programs at fixed addresses have their code in the first megabytes.
        for (ulong address = 0x401000; address < 0xC00000; address += 16)
        {
            if (binary.TryFindFunction(address, out var symbol) && string.Equals(symbol.Name, name, StringComparison.Ordinal))
            {
                return symbol;
            }
        }

        throw new InvalidOperationException($"{name} was not found.");
    }
}
