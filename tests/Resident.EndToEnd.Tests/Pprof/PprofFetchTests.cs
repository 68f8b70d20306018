using System.Globalization;
using System.IO.Compression;
using System.Text;
using Resident.Cli.Pprof;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

public sealed class PprofFetchTests : IDisposable
{
    private const string Bare = "heap profile: 1: 8 [1: 8] @ heap/2\n1: 8 [1: 8] @ 0x401001 0x402001\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("pprof-fetch").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Fetch_SeveralAddresses_MergesThemAndSavesOneProfile()
    {
        byte[] profile = Read("own/go127/heap_after.pb.gz");
        await using var server = new PprofTestServer((_, _) => (200, profile));

        var (status, _, words) = Run("-raw", "-symbolize=none", "-add_comment=of two", "-output=two", server.At("/debug/pprof/heap"), server.At("/debug/pprof/heap?x=1"));

        Assert.True(status == 0, words);
        string saved = Assert.Single(Directory.GetFiles(_folder, "pprof.*.pb.gz"));
        Assert.Contains($"Saved profile in {saved}", words, StringComparison.Ordinal);
        Assert.EndsWith(".alloc_objects.alloc_space.inuse_objects.inuse_space.001.pb.gz", saved, StringComparison.Ordinal);
        Run("-raw", "-symbolize=none", "-output=again", saved);
        var cancellation = TestContext.Current.CancellationToken;
        Assert.Equal(
            await File.ReadAllTextAsync(Path.Combine(_folder, "two"), cancellation), await File.ReadAllTextAsync(Path.Combine(_folder, "again"), cancellation));
        Assert.Contains("of two", Run("-comments", saved).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_OneOfTwoFails_SaysSoAndGoesOn()
    {
        byte[] profile = Read("own/go127/cpu.pb.gz");
        await using var server = new PprofTestServer((path, _) => path.StartsWith("/good", StringComparison.Ordinal) ? (200, profile) : (503, []));

        var (status, output, words) = Run("-top", "-symbolize=none", server.At("/good"), server.At("/bad"));

        Assert.Equal(0, status);
        Assert.Contains("Type: cpu", output, StringComparison.Ordinal);
        Assert.Contains("server response: 503", words, StringComparison.Ordinal);
        Assert.Contains("Fetched 1 source profiles out of 2", words, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_AddressesWithoutNames_AsksTheServerForThem()
    {
        await using var server = new PprofTestServer((path, body) => path is "/debug/pprof/symbol"
            ? (200, Encoding.UTF8.GetBytes(string.Concat(body.Split('+').Select(static (address, i) => $"{address}\tmain.f{i}\n"))))
            : (200, Encoding.UTF8.GetBytes(Bare)));

        var (status, output, words) = Run("-traces", server.At("/debug/pprof/heap"));

        Assert.True(status == 0, words);
        Assert.Contains("main.f0\n             main.f1\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_PerfData_NamesTheProgramThatIsMissing()
    {
        File.WriteAllBytes(Path.Combine(_folder, "perf.data"), [.. "PERFILE2"u8, 0, 0]);

        var (status, _, words) = Run("-top", "perf.data");

        Assert.Equal(2, status);
        Assert.Contains("perf_to_profile", words, StringComparison.Ordinal);
    }

    [Fact]
    public void Fetch_ProcessThatIsNone_SaysSo()
    {
        var (status, _, words) = Run("-top", "heap", int.MaxValue.ToString(CultureInfo.InvariantCulture));

        Assert.Equal(2, status);
        Assert.Contains("failed to fetch any source profiles", words, StringComparison.Ordinal);
        Assert.Contains(int.MaxValue.ToString(CultureInfo.InvariantCulture), words.Split('\n')[0], StringComparison.Ordinal);
    }

    private static byte[] Read(string entry)
    {
        using var cases = ZipFile.OpenRead(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", "conformance.zip"));
        using var stream = cases.GetEntry(entry)!.Open();
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }

    private (int Status, string Output, string Words) Run(params string[] args)
    {
        using var error = new StringWriter();
        using var output = new MemoryStream();
        var host = new PprofHost
        {
            Output = output,
            Error = error,
            Input = TextReader.Null,
            Folder = _folder,
            Environment = name => name is "HOME" or "PPROF_TMPDIR" ? _folder : null,
        };
        int status = PprofCommand.Run(args, host);
        return (status, Encoding.UTF8.GetString(output.ToArray()), error.ToString());
    }
}
