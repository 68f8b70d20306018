using System.IO.Compression;
using System.Text;
using Resident.Sources.Detection;

namespace Resident.Sources.Tests.Detection;

public sealed class FileContentDetectorTests
{
    private const string Cycle = "gc 1 @0.013s 0%: 0.012+0.22+0.003 ms clock, 0.048+0.11/0.15/0.28+0.012 ms cpu, 4->4->1 MB, 5 MB goal, 4 P\n";

    // The tag and the length of profile.proto's sample_type, and a message with the string indexes 1 and 2.
    private static readonly byte[] Proto = [0x0A, 0x04, 0x08, 0x01, 0x10, 0x02, 0x32, 0x00];

    [Theory]
    [InlineData("", FileContent.Empty)]
    [InlineData("#!/bin/sh\nexec ./server\n", FileContent.Executable)]
    [InlineData("hello, world\n", FileContent.Text)]
    [InlineData("starting\n" + Cycle, FileContent.GcTrace)]
    [InlineData("{\"log\":\"" + "gc 1 @0.013s 0%: 0.012+0.22+0.003 ms clock, 0.048+0.11/0.15/0.28+0.012 ms cpu, 4->4->1 MB, 5 MB goal, 4 P\\n" + "\",\"stream\":\"stderr\"}\n", FileContent.GcTrace)]
    [InlineData("{\"schema\":\"resident.sample/1\",\"time\":\"2026-11-23T05:00:00Z\"}\n", FileContent.Samples)]
    [InlineData("time,process.res\n2026-11-23T05:00:00Z,1835008\n", FileContent.Samples)]
    [InlineData("time,price\n2026-11-23T05:00:00Z,3\n", FileContent.Text)]
    [InlineData("{\n  \"schema\": \"resident.verdict/1\",\n", FileContent.VerdictDocument)]
    [InlineData("<!DOCTYPE html><title>RES</title>", FileContent.Html)]
    [InlineData("heap profile: 1: 1024 [1: 1024] @ heap/1048576\n", FileContent.Profile)]
    [InlineData("SQLite format 3\0", FileContent.Database)]
    [InlineData("go 1.22 trace\0\0\0", FileContent.ExecutionTrace)]
    [InlineData("\u0001\u0002\u0003\u0004", FileContent.Unknown)]
    public void Tell_Text_IsKnownByItsContent(string text, FileContent expected) =>
        Assert.Equal(expected, FileContentDetector.Tell(Encoding.UTF8.GetBytes(text)));

    [Fact]
    public void Tell_Profile_IsOnePackedOrNot()
    {
        Assert.Equal(FileContent.Profile, FileContentDetector.Tell(Proto));
        Assert.Equal(FileContent.Profile, FileContentDetector.Tell(Pack(Proto)));
        Assert.Equal(FileContent.GcTrace, FileContentDetector.Tell(Pack(Encoding.UTF8.GetBytes(Cycle))));
    }

    [Theory]
    [InlineData(2, FileContent.Executable)] // ET_EXEC
    [InlineData(3, FileContent.Executable)] // ET_DYN
    [InlineData(4, FileContent.Core)] // ET_CORE
    public void Tell_Elf_IsToldByItsType(byte type, FileContent expected)
    {
        byte[] header = new byte[64];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(header); // 64 bits, little-endian, version 1
        header[16] = type;

        Assert.Equal(expected, FileContentDetector.Tell(header));
    }

    [Fact]
    public void Tell_GzipThatIsCut_IsKnownByWhatThereIs() =>
        Assert.Equal(FileContent.GcTrace, FileContentDetector.Tell(Pack(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(Cycle, 500)))).AsSpan()[..^9]));

    [Fact]
    public void Detect_APipe_IsNotOpened()
    {
        string folder = Directory.CreateTempSubdirectory("resident-fifo-").FullName;
        string pipe = Path.Combine(folder, "p.resident");
        using (var made = System.Diagnostics.Process.Start("mkfifo", pipe))
        {
            made.WaitForExit();
        }

        Assert.Equal(FileContent.Special, FileContentDetector.Detect(pipe));
        Directory.Delete(folder, recursive: true);
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
