using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Resident.Cli.Pprof;
using Resident.Model;
using Resident.Model.Profiles;
using Resident.Sources.Pprof;
using Resident.Testing.Fuzzing;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>Damaged profiles through the reader and every report: a report or a clear error, soon and in bounded memory.</summary>
/// <remarks>tests/attack/fuzz and bench/fuzz-pprof.sh run it for as long as they are told; here it is a short run with a fixed seed.</remarks>
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
public sealed class PprofFuzzTests
{
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
        string folder = Directory.CreateTempSubdirectory("pprof-fuzz").FullName;
        try
        {
            byte[][] seeds = [.. PprofSeeds.Read()];
            var bounds = new FuzzBounds { Time = TimeSpan.FromSeconds(6), TimePerByte = TimeSpan.FromMicroseconds(20), Bytes = 256L << 20, BytesPerByte = 4096 };

            var result = Fuzzer.Run("pprof", bounds, random => PprofMutation.Mutate(seeds, random), bytes =>
            {
                // Which report hangs on the input alone, so that it can be tried again.
                string report = Reports[bytes.Aggregate(0, static (sum, one) => ((sum * 31) + one) & 0xffff) % Reports.Length];
                string? problem = Try(folder, bytes, report);
                Assert.True(problem is null, $"{report}: {problem}");
            });

            TestContext.Current.TestOutputHelper?.WriteLine(result.ToString());
            result.ThrowIfFailed();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>What longer runs found.</summary>
    [Theory]
    [InlineData("heap profile: 1: 8 [1: 8] @ heap/2\n1: 8 [1: 8] @ 0x401001\n\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 08:01 1 /a\0b\n")]
    [InlineData("goroutine 1 [running]:\nmain.f(0x1)\n\t/app/main.go:3 +0x5\ncreated by in goroutine 5\n\t/app/main.go:3 +0x5\n")]
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
}
