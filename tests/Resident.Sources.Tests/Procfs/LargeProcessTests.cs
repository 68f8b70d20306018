using System.Globalization;
using System.Text;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Sources.Procfs;

namespace Resident.Sources.Tests.Procfs;

/// <summary>Holds what a process of very many mappings or open files may take of our memory and time.</summary>
[Trait("Kind", "Attack")]
public sealed class LargeProcessTests : IDisposable
{
    private const int Mappings = 60_000;
    private const int Pid = 7;

    private const string Figures =
        "Size:                  4 kB\nKernelPageSize:        4 kB\nMMUPageSize:           4 kB\nRss:                   4 kB\n"
        + "Pss:                   4 kB\nPss_Dirty:             4 kB\nShared_Clean:          0 kB\nShared_Dirty:          0 kB\n"
        + "Private_Clean:         0 kB\nPrivate_Dirty:         4 kB\nReferenced:            4 kB\nAnonymous:             4 kB\n"
        + "KSM:                   0 kB\nLazyFree:              0 kB\nAnonHugePages:         0 kB\nShmemPmdMapped:        0 kB\n"
        + "FilePmdMapped:         0 kB\nShared_Hugetlb:        0 kB\nPrivate_Hugetlb:       0 kB\nSwap:                  0 kB\n"
        + "SwapPss:               0 kB\nLocked:                0 kB\nTHPeligible:           0\nVmFlags: rd wr mr mw me ac sd\n";

    private readonly string _root = Directory.CreateTempSubdirectory("resident-large").FullName;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    // The text alone is 42 MB, and an object for each mapping and its figures was 19 MB more.
    [Theory]
    [InlineData(false, 16)]
    [InlineData(true, 32)]
    public void ALedgersMappings_OfSixtyThousand_TakeBoundedMemory(bool areFiles, int mostMebibytes)
    {
        WriteSmaps(areFiles);
        var reader = new SmapsReader(_root);
        var table = new MappingTable();

        long first = AllocatedBy(() => Read(reader, table));
        long again = AllocatedBy(() => Read(reader, table));

        Assert.Equal(Mappings, table.Count);
        Assert.Equal(Mappings * 4096L, Read(reader, table).Rss.Bytes);
        Assert.InRange(first, 1, ByteSize.FromMebibytes(mostMebibytes).Bytes);
        Assert.InRange(again, 1, ByteSize.FromMebibytes(areFiles ? 6 : 1).Bytes);
    }

    [Fact]
    public void SumsOfSmaps_WithoutARollup_TakeNoMemoryAMapping()
    {
        WriteSmaps(areFiles: true);
        var reader = new SmapsReader(_root);

        long allocated = AllocatedBy(() => Assert.Equal(Mappings * 4096L, reader.ReadRollup(Pid).Rss.Bytes));

        Assert.InRange(allocated, 1, ByteSize.FromMebibytes(1).Bytes);
    }

    [Fact]
    public void MoreMappingsThanTheBound_AreRefusedWithItsName()
    {
        WriteSmaps(areFiles: false);
        var reader = new SmapsReader(_root, limits: new() { Mappings = Mappings - 1 });

        var refused = Assert.Throws<LimitExceededException>(() => Read(reader, new()));

        Assert.Contains("more than 59999 mappings", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ALineWithoutEnd_IsRefused()
    {
        File.WriteAllBytes(FileOf("smaps"), new byte[1 << 20]);

        Assert.Throws<LimitExceededException>(() => new SmapsReader(_root).ReadRollup(Pid));
    }

    [Fact]
    public void ATableThatIsReadAgain_HoldsNothingOfTheReadBefore()
    {
        WriteSmaps(areFiles: true);
        var reader = new SmapsReader(_root);
        var table = new MappingTable();
        _ = Read(reader, table);
        File.WriteAllText(FileOf("smaps"), "00400000-00401000 r--p 00000000 08:01 9 /srv/data\n" + Figures);

        var totals = Read(reader, table);

        Assert.Equal([new LedgerFile("/srv/data", new(4096), new(4096), LedgerTermId.Files)], totals.Largest);
        Assert.Equal(4096, totals.Rss.Bytes);
    }

    [Fact]
    public void LargestFiles_AreTheLargest_AndByNameWhereTheyAreAlike()
    {
        WriteSmaps(areFiles: true);
        string large = "7f0000000000-7f0000002000 rw-s 00000000 08:01 9 /z/large\n" + Figures.Replace(
            "Rss:                   4 kB", "Rss:                   8 kB", StringComparison.Ordinal);
        File.AppendAllText(FileOf("smaps"), large);

        var totals = Read(new(_root), new());

        Assert.Equal("/z/large", totals.Largest[0].Path);
        Assert.Equal(32, totals.Largest.Count);
        Assert.Equal(["/srv/segments/000000", "/srv/segments/000001"], totals.Largest.Skip(1).Take(2).Select(static file => file.Path));
    }

    [Fact]
    public void OpenFiles_AreCountedAsTheFolderHasThem()
    {
        var files = new List<FileStream>();
        try
        {
            int before = Count();
            for (int i = 0; i < 200; i++)
            {
                files.Add(File.OpenRead("/dev/null"));
            }

            // Other tests of this program open and close files meanwhile.
            Assert.InRange(Count() - before, 150, 250);
        }
        finally
        {
            files.ForEach(static file => file.Dispose());
        }

        static int Count() => new ProcessReader().Read(Environment.ProcessId).OpenFiles!.Value;
    }

    [Fact]
    public void OpenFiles_OfAFolderThatTellsNoNumber_AreCountedOneByOne()
    {
        string folder = Directory.CreateDirectory(FileOf("fd")).FullName;
        for (int i = 0; i < 100; i++)
        {
            File.CreateSymbolicLink(Path.Join(folder, i.ToString(CultureInfo.InvariantCulture)), "/nowhere");
        }

        foreach (string name in (string[])["stat", "status", "statm"])
        {
            File.Copy(Path.Join(ProcessReaderTests.Root("go"), "4711", name), FileOf(name));
        }

        Assert.Equal(100, new ProcessReader(_root).Read(Pid).OpenFiles);
    }

    private static MappingTotals Read(SmapsReader reader, MappingTable table)
    {
        reader.ReadSmaps(Pid, table);
        return MappingClassifier.Sum(table, [], "/srv/orders", isGo: true, rssShmem: null, default);
    }

    private static long AllocatedBy(Action read)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private void WriteSmaps(bool areFiles)
    {
        using var file = new StreamWriter(FileOf("smaps"), append: false, Encoding.ASCII);
        for (int i = 0; i < Mappings; i++)
        {
            long start = 0x7e00_0000_0000 + (i * 4096L);
            string rights = i % 2 == 0 ? "rw" : "r-";
            file.Write(string.Create(CultureInfo.InvariantCulture, $"{start:x}-{start + 4096:x} {rights}-p 00000000 "));
            file.Write(areFiles ? string.Create(CultureInfo.InvariantCulture, $"08:01 {i + 1} /srv/segments/{i:d6}\n") : "00:00 0 \n");
            file.Write(Figures);
        }
    }

    private string FileOf(string name)
    {
        string folder = Path.Join(_root, Pid.ToString(CultureInfo.InvariantCulture));
        return Path.Join(Directory.CreateDirectory(folder).FullName, name);
    }
}
