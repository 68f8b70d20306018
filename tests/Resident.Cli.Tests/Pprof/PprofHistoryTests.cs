using Resident.Cli.Pprof.Shell;

namespace Resident.Cli.Tests.Pprof;

public sealed class PprofHistoryTests
{
    [Fact]
    public void Read_LinesOfAnEarlierRun_AreThere()
    {
        string folder = Directory.CreateTempSubdirectory("pprof-history").FullName;
        try
        {
            var first = new PprofHistory(Path.Combine(folder, "resident"));
            first.Add("top");
            first.Add(" ");
            first.Add("peek main");

            Assert.Equal(["top", "peek main"], new PprofHistory(Path.Combine(folder, "resident")).Read());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Read_ManyLines_GivesTheLastThousandAndCutsTheFile()
    {
        string folder = Directory.CreateTempSubdirectory("pprof-history").FullName;
        try
        {
            string file = Path.Combine(folder, "pprof-history");
            File.WriteAllLines(file, Enumerable.Range(0, 2500).Select(static i => $"top{i}"));

            var lines = new PprofHistory(folder).Read();

            Assert.Equal(1000, lines.Count);
            Assert.Equal("top2499", lines[^1]);
            Assert.Equal(1000, File.ReadAllLines(file).Length);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void Add_FolderThatCannotBe_IsNoError()
    {
        var history = new PprofHistory("/dev/null/none");

        history.Add("top");

        Assert.Empty(history.Read());
    }
}
