using System.IO.Compression;
using System.Text;
using Resident.Testing;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>The profiles that damage begins with.</summary>
internal static class PprofSeeds
{
    public static IEnumerable<byte[]> Read()
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
