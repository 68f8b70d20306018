using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using Resident.Model;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Tests.GoTrace;

public sealed class GoTraceReaderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resident-trace").FullName;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task PlainAndGzip_GiveTheSameCycles()
    {
        string gzip = Path.Combine(_folder, "log.gz");
        await using (var output = new GZipStream(File.Create(gzip), CompressionLevel.Fastest))
        {
            await output.WriteAsync(await File.ReadAllBytesAsync(SplitRun.PathOf("go1.26.txt"), Stop), Stop);
        }

        Assert.Equal(9, (await ReadAsync(SplitRun.PathOf("go1.26.txt"))).GcCycles);
        Assert.Equal(9, (await ReadAsync(gzip)).GcCycles);
    }

    [Fact]
    public async Task Zstd_GivesTheSameCycles()
    {
        string zstd = Path.Combine(_folder, "log.zst");
        Assert.SkipUnless(File.Exists("/usr/bin/zstd"), "There is no zstd program here (Debian package zstd).");
        using var program = Process.Start("/usr/bin/zstd", ["-q", SplitRun.PathOf("go1.26.txt"), "-o", zstd]);
        await program.WaitForExitAsync(Stop);

        Assert.Equal(9, (await ReadAsync(zstd)).GcCycles);

        byte[] damaged = await File.ReadAllBytesAsync(zstd, Stop);
        await File.WriteAllBytesAsync(zstd, damaged[..^20], Stop);
        await Assert.ThrowsAsync<MalformedInputException>(() => ReadAsync(zstd));
    }

    [Fact]
    public async Task ATruncatedGzip_IsReportedAfterItsLines()
    {
        byte[] packed = Packed(2000);
        string path = Path.Combine(_folder, "cut.gz");
        await File.WriteAllBytesAsync(path, packed[..(packed.Length / 2)], Stop);
        var splitter = new TraceSplitter(null);

        var error = await Assert.ThrowsAsync<MalformedInputException>(
            () => new GoTraceReader(splitter, TimeProvider.System).ReadFileAsync(path, Stop));

        Assert.StartsWith($"{path}: The gzip data is damaged", error.Message, StringComparison.Ordinal);
        Assert.InRange(splitter.Counts.GcCycles, 500, 1500);
    }

    [Fact]
    public async Task ABinaryFile_IsRejectedWithItsOffset()
    {
        string path = Path.Combine(_folder, "binary");
        await File.WriteAllBytesAsync(path, [0x7F, (byte)'E', (byte)'L', (byte)'F', 0], Stop);

        var error = await Assert.ThrowsAsync<MalformedInputException>(() => ReadAsync(path));

        Assert.Equal($"{path}: offset 0x4: Found a zero byte, expected a log of text lines (plain, .gz or .zst).", error.Message);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(5000, 0)]
    [InlineData(100, 3)]
    public async Task ALogWithZeroBytes_IsALog(int before, int inside)
    {
        string path = Path.Combine(_folder, "server.log");
        string text = await File.ReadAllTextAsync(SplitRun.PathOf("go1.26.txt"), Stop);
        await File.WriteAllTextAsync(path, new string('\0', before) + "starting" + new string('\0', inside) + "\n" + text, Stop);

        Assert.Equal(9, (await ReadAsync(path)).GcCycles);
    }

    [Fact]
    public async Task AFollowedLog_IsReadOn_AsItGrowsAndIsRotatedAndIsCut()
    {
        string path = Path.Combine(_folder, "server.log");
        string[] lines = [.. (await File.ReadAllLinesAsync(SplitRun.PathOf("go1.26.txt"), Stop)).Where(static line => line.StartsWith("gc ", StringComparison.Ordinal))];
        await File.WriteAllTextAsync(path, lines[0] + "\n", Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var seen = System.Threading.Channels.Channel.CreateUnbounded<long>();
        var splitter = new TraceSplitter((in TraceLine line) => seen.Writer.TryWrite(line.Number));
        var following = new GoTraceReader(splitter, TimeProvider.System).FollowFileAsync(path, cancel.Token);

        Assert.Equal(1, await seen.Reader.ReadAsync(Stop));
        await File.AppendAllTextAsync(path, lines[1] + "\n", Stop);
        Assert.Equal(2, await seen.Reader.ReadAsync(Stop));
        File.Move(path, path + ".1");
        await File.WriteAllTextAsync(path, lines[2] + "\n" + lines[3] + "\n", Stop);
        Assert.Equal(3, await seen.Reader.ReadAsync(Stop));
        Assert.Equal(4, await seen.Reader.ReadAsync(Stop));
        await File.WriteAllTextAsync(path, lines[4] + "\n", Encoding.UTF8, Stop);
        Assert.Equal(5, await seen.Reader.ReadAsync(Stop));

        await cancel.CancelAsync();
        await following;
    }

    [Theory]
    [InlineData("gc 7", " @0.404s 11%: 0.084+")]
    [InlineData("gc 7 @0.404s 11%: 0.084", "+")]
    public async Task AFollowedLog_HoldsATornLine_WhilePollsFindNothing(string first, string second)
    {
        const string Rest = "114+0.25 ms clock, 0.16+0/52/82+0.50 ms cpu, 58->70->57 MB, 69 MB goal, 2 P";
        string path = Path.Combine(_folder, "container-json.log");
        await File.WriteAllTextAsync(path, Docker("2026/11/22 22:48:32 app") + Docker(first + "2026/11/22 22:48:32 app"), Stop);
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        var polls = new Polls();
        var cycles = new List<GcCycle>();
        var splitter = new TraceSplitter((in TraceLine line) => cycles.Add(line.ToGcCycle()));
        var following = new GoTraceReader(splitter, polls).FollowFileAsync(path, cancel.Token);

        for (int quiet = 0; quiet < 3; quiet++)
        {
            await polls.PassAsync(Stop);
        }

        await File.AppendAllTextAsync(path, Docker(second + Rest), Stop);
        await polls.PassAsync(Stop);
        await polls.PassAsync(Stop);
        await cancel.CancelAsync();
        await following;

        Assert.Equal([0.084, 114, 0.25], Assert.Single(cycles).ClockMilliseconds);
        Assert.True(cycles[0].Repaired);
    }

    private static string Docker(string text) =>
        $$"""{"log":"{{text}}\n","stream":"stderr","time":"2026-11-22T22:48:32Z"}""" + "\n";

    private static byte[] Packed(int cycles)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (int number = 1; number <= cycles; number++)
            {
                gzip.Write(Encoding.ASCII.GetBytes(string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"gc {number} @{number}.{number % 1000:000}s 1%: 0.1{number % 9}+2.0+0.1 ms clock, 0.1+0/1/1+0.1 ms cpu, 4->4->2 MB, 5 MB goal, 2 P\n")));
            }
        }

        return packed.ToArray();
    }

    private static async Task<TraceCounts> ReadAsync(string path)
    {
        var splitter = new TraceSplitter(null);
        await new GoTraceReader(splitter, TimeProvider.System).ReadFileAsync(path, Stop);
        return splitter.Counts;
    }
}
