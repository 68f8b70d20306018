using System.IO.Compression;
using Resident.Model;
using Resident.Sources.Pprof;

namespace Resident.Sources.Tests.Pprof;

/// <summary>Compressed profiles that were copied short: no figures come of them.</summary>
public sealed class CutProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("resident-cut-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(5_000)]
    public void ReadFile_CutShort_SaysUnexpectedEof(int missing)
    {
        byte[] whole = Pack(Proto());
        string file = Path.Combine(_folder, "cut.pb.gz");
        File.WriteAllBytes(file, whole[..^missing]);

        var fromFile = Assert.Throws<MalformedInputException>(() => ProfileReader.ReadFile(file));
        var fromStream = Assert.Throws<MalformedInputException>(() => ProfileReader.Read(new MemoryStream(whole[..^missing]), "stdin"));

        Assert.Equal($"{file}: decompressing profile: unexpected EOF", fromFile.Message);
        Assert.Equal("stdin: decompressing profile: unexpected EOF", fromStream.Message);
    }

    [Fact]
    public void ReadFile_OfSeveralMembers_IsWhole()
    {
        byte[] proto = Proto();
        string file = Path.Combine(_folder, "members.pb.gz");
        File.WriteAllBytes(file, [.. Pack(proto[..1_000]), .. Pack(proto[1_000..])]);

        Assert.Equal(3_000, ProfileReader.ReadFile(file).Samples.Count);
    }

    // sample_type, 3,000 samples with a value that hardly repeats, and a string table of "", "a", "b".
    private static byte[] Proto()
    {
        var bytes = new List<byte> { 0x0A, 0x04, 0x08, 0x01, 0x10, 0x02 };
        for (int i = 0; i < 3_000; i++)
        {
            int value = unchecked(i * 7_919) & 0x1FFFFF;
            bytes.AddRange([0x12, 0x04, 0x10, (byte)(0x80 | (value & 0x7F)), (byte)(0x80 | ((value >> 7) & 0x7F)), (byte)(value >> 14)]);
        }

        bytes.AddRange([0x32, 0x00, 0x32, 0x01, (byte)'a', 0x32, 0x01, (byte)'b']);
        return [.. bytes];
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
