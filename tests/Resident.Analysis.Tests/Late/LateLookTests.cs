using System.Text;
using Resident.Testing;

namespace Resident.Analysis.Tests.Late;

/// <summary>Holds late and brief looks to services that are simulated with their marks, sweeps and sampled
/// allocations.</summary>
public sealed class LateLookTests(ITestOutputHelper output)
{
    private const string TableBegin = "<!-- table: late looks -->";
    private const string TableEnd = "<!-- end of table -->";
    private const int Looks = 1_000;
    private const ulong TableSeed = 1_000_000;

    private static readonly double[] Windows = [10, 30, 120, 600];

    public static TheoryData<string> Healthy => [.. Enum.GetValues<LateKind>().Where(static kind => kind < LateKind.Leak).Select(static kind => kind.ToString())];

    public static TheoryData<string> Leaking => [.. Enum.GetValues<LateKind>().Where(static kind => kind >= LateKind.Leak).Select(static kind => kind.ToString())];

    [Theory]
    [MemberData(nameof(Healthy))]
    public void Diagnose_ServiceWithoutALeak_IsNotCalledOne(string kind)
    {
        var cell = LateCell.Run(Enum.Parse<LateKind>(kind), seconds: 30, firstSeed: 20_000, looks: 25);

        Assert.True(cell.Leaks == 0, cell.Row());
    }

    [Theory]
    [MemberData(nameof(Leaking))]
    public void Diagnose_LeakAboveTheSensitivity_IsNeverCalledHealthy(string kind)
    {
        var cell = LateCell.Run(Enum.Parse<LateKind>(kind), seconds: 120, firstSeed: 30_000, looks: 25);

        Assert.True(cell is { AboveHealthy: 0, Above: > 0 }, cell.Row());
    }

    [Fact]
    public void Diagnose_LeakAtAPlaceOfItsOwn_IsFound()
    {
        var cell = LateCell.Run(LateKind.Leak, seconds: 120, firstSeed: 40_000, looks: 40);

        Assert.True(cell.AboveFound >= 0.9 * cell.Above, cell.Row());
    }

    [Fact]
    public void Diagnose_AThousandLooksOfEachKind_AreWhatTheDocumentationTells()
    {
        if (Environment.GetEnvironmentVariable("RESIDENT_TEST_ALL") is not "1")
        {
            Assert.Skip("The whole table takes minutes: ./test --all makes it.");
        }

        var rows = new List<string>();
        var wrong = new List<string>();
        foreach (double seconds in Windows)
        {
            var cells = new LateCell[Enum.GetValues<LateKind>().Length];
            _ = Parallel.ForEach(Enum.GetValues<LateKind>(), kind => cells[(int)kind] = LateCell.Run(kind, seconds, TableSeed, Looks));
            foreach (var cell in cells)
            {
                rows.Add(cell.Row());
                output.WriteLine(cell.Row());
                wrong.AddRange(cell.IsWithinTheBounds() ? [] : [cell.Row()]);
            }
        }

        var table = new StringBuilder("| service | look | healthy | not sure yet | leak | other | leaks above the sensitivity: found | below: found |\n|---|---|---|---|---|---|---|---|\n");
        Assert.Empty(wrong);
        Check(table.AppendJoin('\n', rows).Append('\n').ToString());
    }

    private static void Check(string table)
    {
        string path = Path.Combine(Repository.Root, "docs", "late.md");
        string page = File.ReadAllText(path);
        int begin = page.IndexOf(TableBegin, StringComparison.Ordinal) + TableBegin.Length;
        int end = page.IndexOf(TableEnd, begin, StringComparison.Ordinal);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") is "1")
        {
            File.WriteAllText(path, string.Concat(page.AsSpan(0, begin), "\n", table, page.AsSpan(end)));
        }
        else
        {
            Assert.Equal(table.Trim(), page[begin..end].Trim());
        }
    }
}
