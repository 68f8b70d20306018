using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.IO.Compression;
using System.Text;
using Resident.Cli.Pprof;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>Damaged profiles through the reader and every report: a report or a clear error, in bounded memory.</summary>
/// <remarks>bench/fuzz-pprof.sh runs it for as long as it is told; here it is a short run with a fixed seed.</remarks>
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class PprofFuzzTests
{
    private const int ShortRun = 400;
    private const long BaseBytes = 64L * 1024 * 1024;
    private const long BytesForEachByte = 400;

    private static readonly string[] Reports =
    [
        "-top", "-top -cum -lines", "-traces", "-tree", "-peek=.", "-dot", "-dot -call_tree", "-tags", "-raw", "-callgrind", "-comments", "-proto", "-topproto", "-list=.",
        "-disasm=.", "-weblist=.", "-json", "-markdown", "-folded", "-speedscope", "-flamegraph", "-top -focus=a -hide=b -show_from=m -mean", "-dot -files -tagroot=bytes,key",
        "-text -tagfocus=1: -taghide=b -relative_percentages -drop_negative", "-raw -noinlines -addresses -prune_from=g -divide_by=3",
    ];

    [Fact]
    public void AnyBytes_GiveAReportOrAClearError()
    {
        int seconds = int.TryParse(Environment.GetEnvironmentVariable("RESIDENT_FUZZ_SECONDS"), CultureInfo.InvariantCulture, out int asked) ? asked : 0;
        int seed = seconds > 0 ? Environment.TickCount : 20_260_101;
        var random = new Random(seed);
        string folder = Directory.CreateTempSubdirectory("pprof-fuzz").FullName;
        try
        {
            byte[][] seeds = [.. ReadSeeds()];
            long end = Environment.TickCount64 + (seconds * 1000L);
            int runs = 0;
            for (; seconds > 0 ? Environment.TickCount64 < end : runs < ShortRun; runs++)
            {
                byte[] bytes = PprofMutation.Mutate(seeds, random);
                string report = Reports[random.Next(Reports.Length)];
                if (Try(folder, bytes, report) is { } problem)
                {
                    string kept = Path.Combine(Repository.PathOf("artifacts"), string.Create(CultureInfo.InvariantCulture, $"fuzz-pprof-{seed}-{runs}.bin"));
                    File.WriteAllBytes(kept, bytes);
                    Assert.Fail($"{report} on {kept}: {problem}");
                }
            }

            TestContext.Current.TestOutputHelper?.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{runs} runs, seed {seed}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What longer runs found.</summary>
    [Theory]
    [InlineData("heap profile: 1: 8 [1: 8] @ heap/2\n1: 8 [1: 8] @ 0x401001\n\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 08:01 1 /a\0b\n")]
    [InlineData("--- heapz 1 ---\nformat = java\nresolution = bytes\n 8 1 @ 0x1\n 0x1 f (\0.java:1)\n")]
    public void Finding_IsOneNoMore(string text)
    {
        string folder = Directory.CreateTempSubdirectory("pprof-fuzz").FullName;
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            Assert.All([.. Reports, "-top -symbolize=local"], report => Assert.Null(Try(folder, bytes, report)));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static string? Try(string folder, byte[] bytes, string report)
    {
        try
        {
            return Read(bytes) ?? Report(folder, bytes, report);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return e.ToString();
        }
    }

    private static string? Read(byte[] bytes)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var stream = new MemoryStream(bytes);
            var options = new ProfileReadOptions { ReadsMore = true, Limits = new InputLimits { ProfileBytes = 16 * 1024 * 1024 } };
            var profile = ProfileReader.Read(stream, "x", options);
            return RoundTrip(profile);
        }
        catch (Exception e) when (e is MalformedInputException or LimitExceededException)
        {
            long used = GC.GetAllocatedBytesForCurrentThread() - before;
            return used > BaseBytes + (bytes.Length * BytesForEachByte) ? $"{used} bytes were allocated for {bytes.Length}" : null;
        }
    }

    private static string? RoundTrip(Profile profile)
    {
        byte[] once = Encode(profile);
        Profile again;
        try
        {
            again = ProfileParser.Parse(once, "again");
        }
        catch (MalformedInputException) when (profile.SampleTypes.IsEmpty || profile.Samples.Count == 0)
        {
            return null;
        }

        // A label of 0 without a unit is nothing in this format, as for pprof; all else comes back.
        byte[] twice = Encode(again);
        bool isSame = Encode(ProfileParser.Parse(twice, "twice")).AsSpan().SequenceEqual(twice)
            && profile.Samples.Values.AsSpan().SequenceEqual(again.Samples.Values.AsSpan())
            && profile.Samples.Stacks.Length == again.Samples.Stacks.Length;
        return isSame ? null : "what was encoded decodes to something else";
    }

    private static byte[] Encode(Profile profile)
    {
        using var stream = new MemoryStream();
        ProfileEncoder.Write(profile, stream);
        return stream.ToArray();
    }

    private static string? Report(string folder, byte[] bytes, string report)
    {
        string file = Path.Combine(folder, "input");
        File.WriteAllBytes(file, bytes);
        using var error = new StringWriter();
        var host = new PprofHost
        {
            Output = Stream.Null,
            Error = error,
            Input = TextReader.Null,
            Folder = folder,
            Environment = name => name is "HOME" or "PPROF_TMPDIR" or "PPROF_BINARY_PATH" ? folder : null,
        };
        string[] symbols = report.Contains("-symbolize", StringComparison.Ordinal) ? [] : ["-symbolize=none"];
        int status = PprofCommand.Run([.. report.Split(' '), .. symbols, "-output=out", "input"], host);
        return status is 0 or 2 ? null : string.Create(CultureInfo.InvariantCulture, $"exit status {status}: {error}");
    }

    private static IEnumerable<byte[]> ReadSeeds()
    {
        using var cases = ZipFile.OpenRead(Repository.PathOf("tests", "Resident.EndToEnd.Tests", "Pprof", "testdata", "conformance.zip"));
        foreach (var entry in cases.Entries.Where(static entry => entry.FullName.StartsWith("own/", StringComparison.Ordinal) && entry.Length > 0))
        {
            using var stream = entry.Open();
            using var bytes = new MemoryStream();
            stream.CopyTo(bytes);
            yield return Unpack(bytes.ToArray());
        }

        foreach (string text in PprofMutation.Texts)
        {
            yield return Encoding.UTF8.GetBytes(text);
        }

        // Words of 8 bytes: 0, 3, 0, the period, 0; then count, depth, addresses; then the end.
        yield return [.. new long[] { 0, 3, 0, 10_000, 0, 2, 2, 0x401000, 0x402000, 1, 1, 0x403000, 0, 1, 0 }.SelectMany(BitConverter.GetBytes), .. "00400000-00500000 r-xp 00000000 08:01 1 /app\n"u8];
        if (Environment.GetEnvironmentVariable("RESIDENT_FUZZ_SEEDS") is { Length: > 0 } more)
        {
            foreach (string file in Directory.EnumerateFiles(more, "*", SearchOption.AllDirectories))
            {
                yield return Unpack(File.ReadAllBytes(file));
            }
        }
    }

    private static byte[] Unpack(byte[] bytes)
    {
        if (bytes is not [0x1F, 0x8B, ..])
        {
            return bytes;
        }

        using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
        using var plain = new MemoryStream();
        gzip.CopyTo(plain);
        return plain.ToArray();
    }
}
