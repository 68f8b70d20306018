using CsCheck;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.Elf;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>Real executables with bytes changed where their tables lie: each parser answers or names the damage, and reads no more
/// than a bounded multiple of the file.</summary>
public sealed class MutatedHeaderTests
{
    // The long run is for ./test --all.
    private static int Rounds => GoToolchains.RunsAll ? 20_000 : 200;

    public static TheoryData<string, string> Places()
    {
        var data = new TheoryData<string, string>();
        foreach (string version in (string[])[GoToolchains.Versions[0], GoToolchains.Versions[^1]])
        {
            data.Add(version, "elf header");
            data.Add(version, "section table");
            data.Add(version, "build information");
            data.Add(version, "function table");
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Places))]
    public void Identify_BytesChangedInATable_AnswersOrNamesTheDamage(string version, string place)
    {
        byte[] whole = File.ReadAllBytes(GoToolchains.Target(version, "stripped"));
        var (start, length) = Find(whole, place);
        var changes = Gen.Select(Gen.Int[0, length - 1], Gen.OneOf(Gen.Byte, Gen.Int[0, 3].Select(static edge => (byte)(edge switch { 0 => 0, 1 => 0x7f, 2 => 0x80, _ => 0xff })))).Array[1, 16];

        changes.Sample(
            edits =>
            {
                byte[] before = new byte[edits.Length];
                for (int i = 0; i < edits.Length; i++)
                {
                    before[i] = whole[start + edits[i].Item1];
                    whole[start + edits[i].Item1] = edits[i].Item2;
                }

                try
                {
                    Check(whole);
                }
                finally
                {
                    for (int i = edits.Length - 1; i >= 0; i--)
                    {
                        whole[start + edits[i].Item1] = before[i];
                    }
                }
            },
            iter: Rounds,
            threads: 1);
    }

    [Fact]
    public void Identify_AnyBytesAfterTheMagic_AnswersOrNamesTheDamage() =>
        Gen.Byte.Array[0, 2000].Sample(
            static bytes =>
            {
                byte[] file = [0x7f, (byte)'E', (byte)'L', (byte)'F', 2, 1, 1, 0, .. bytes];
                Check(file);
            },
            iter: Rounds);

    private static void Check(byte[] bytes)
    {
        const long MostReads = 64;
        var source = new CountedByteSource(new MemoryByteSource("changed", bytes));
        try
        {
            _ = GoExecutable.Identify(source);
            var elf = ElfFile.Read(source);
            _ = GoBuildInfoReader.Read(elf);
            _ = GoPclntab.TryFind(elf, out _, out _);
            _ = elf.ReadSymbols(2);
        }
        catch (MalformedInputException problem)
        {
            Assert.Contains("changed", problem.Message, StringComparison.Ordinal);
        }
        catch (LimitExceededException problem)
        {
            Assert.NotEmpty(problem.Message);
        }

        Assert.InRange(source.BytesRead, 0, MostReads * (bytes.Length + 4096L));
    }

    private static (int Start, int Length) Find(byte[] whole, string place)
    {
        if (place is "elf header")
        {
            return (0, 1024);
        }

        if (place is "section table")
        {
            int table = (int)BitConverter.ToInt64(whole, 40);
            return (table, Math.Min(whole.Length - table, 64 * BitConverter.ToUInt16(whole, 60)));
        }

        string[] names = place is "build information" ? [".go.buildinfo"] : [".gopclntab", ".data.rel.ro.gopclntab"];
        var section = ElfFile.Read(new MemoryByteSource("whole", whole)).Sections.First(section => names.Contains(section.Name, StringComparer.Ordinal));
        return ((int)section.FileOffset, (int)Math.Min(section.Size, 4096));
    }
}
