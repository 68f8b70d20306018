using System.Diagnostics.CodeAnalysis;
using System.IO.Compression;

namespace Resident.EndToEnd.Tests.Pprof;

/// <summary>Damages profiles, the older text formats among them.</summary>
[SuppressMessage("Security", "CA5394", Justification = "Damage needs no secrets, and a run must be repeatable.")]
internal static class PprofMutation
{
    private const int MostChanges = 8;
    private const int MostBytes = 256 * 1024;

    private static readonly byte[][] Pieces =
    [
        [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01], [0x80, 0x80, 0x80, 0x80, 0x10], [0x00], [0xFF], [0x0A, 0x00], [0x12, 0x00], [0x22, 0x00], [0x7F],
        "99999999999999999999"u8.ToArray(), "-1"u8.ToArray(), "0x"u8.ToArray(), "@"u8.ToArray(), "\n"u8.ToArray(), "---"u8.ToArray(), "0xffffffffffffffff"u8.ToArray(),
        "MAPPED_LIBRARIES:\n"u8.ToArray(), "$build="u8.ToArray(), " x 1\n"u8.ToArray(),
    ];

    /// <summary>Gets one profile of each older format.</summary>
    public static string[] Texts { get; } =
    [
        "heap profile: 1: 8 [1: 8] @ heap/2\n1: 8 [1: 8] @ 0x401000 0x402000\n#\t0x401000\tmain.f+0x1\t/src/main.go:1\n\nMAPPED_LIBRARIES:\n00400000-00500000 r-xp 00000000 08:01 1 /app\n",
        "heap profile: 1: 8 [1: 8] @ heap_v2/524288\n1: 8 [1: 8] @ 0x401000\n",
        "heap profile: 1: 8 [1: 8] @ growthz\n1: 8 [1: 8] @ 0x401000\n",
        "heap profile: 1: 8 [1: 8] @ fragmentationz\n1: 8 [1: 8] @ 0x401000\n",
        "goroutine profile: total 3\n2 @ 0x1 0x2\n# labels: {\"a\":\"b\"}\n#\t0x1\tmain.f+0x1\t/src/main.go:1\n\n1 @ 0x3\n",
        "threadcreate profile: total 2\n1 @\n#\t0x0\n\n1 @ 0x1 0x2\n",
        "--- mutex:\ncycles/second=1000000000\nsampling period=1\n100 2 @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/src/main.go:1\n",
        "--- contentionz 1 ---\ncycles/second = 3201000000\nsampling period = 100\nms since reset = 10\ndiscarded samples = 0\n  100  10 @ 0x1 0x2\n--- Memory map: ---\n  00400000-00500000: /app\n",
        "--- threadz 1 ---\n\n--- Thread 7f (name: main/1) stack: ---\n  PC: 0x401000 0x1: f\n 0x1 0x2\n--- Thread 80 (name: x/2) stack: ---\n [same as previous thread]\n--- Memory map: ---\n",
        "--- heapz 1 ---\nformat = java\nresolution = bytes\n 8 1 @ 0x1 0x2\n 0x1 f (F.java:1)\n 0x2 g (G.java:2)\n",
        "--- contentionz 1 ---\nformat = java\nresolution = microseconds\nsampling period = 100\nms since reset = 6000\n 10 1 @ 0x1\n 0x1 f (F.java:1)\n",
        "goroutine 7 [chan receive, 5 minutes]:\nmain.wait(0x1)\n\t/src/main.go:12 +0x1d\ncreated by main.main in goroutine 1\n\t/src/main.go:3 +0x5\n",
        "main.main;main.f;main.g 12\nmain.main;main.h 3\n",
    ];

    /// <summary>Takes a profile and damages it.</summary>
    public static byte[] Mutate(byte[][] seeds, Random random)
    {
        List<byte> bytes = [.. seeds[random.Next(seeds.Length)]];
        for (int change = random.Next(MostChanges + 1); change > 0; change--)
        {
            Change(bytes, seeds, random);
            if (bytes.Count > MostBytes)
            {
                bytes.RemoveRange(MostBytes, bytes.Count - MostBytes);
            }
        }

        return random.Next(4) == 0 ? Pack([.. bytes], random) : [.. bytes];
    }

    private static void Change(List<byte> bytes, byte[][] seeds, Random random)
    {
        int place = random.Next(bytes.Count + 1);
        int length = Math.Min(random.Next(1, 64), bytes.Count - place);
        switch (random.Next(7))
        {
            case 0 when place < bytes.Count:
                bytes[place] = (byte)random.Next(256);
                break;
            case 1 when place < bytes.Count:
                bytes[place] ^= (byte)(1 << random.Next(8));
                break;
            case 2:
                bytes.RemoveRange(place, length);
                break;
            case 3:
                var copy = bytes.GetRange(place, length);
                for (int i = random.Next(1, 50); i > 0; i--)
                {
                    bytes.InsertRange(place, copy);
                }

                break;
            case 4:
                bytes.InsertRange(place, Pieces[random.Next(Pieces.Length)]);
                break;
            case 5:
                byte[] other = seeds[random.Next(seeds.Length)];
                int start = random.Next(other.Length + 1);
                bytes.InsertRange(place, other[start..Math.Min(other.Length, start + random.Next(1, 400))]);
                break;
            default:
                bytes.RemoveRange(place, bytes.Count - place);
                break;
        }
    }

    /// <summary>Compresses, and damages the compressed bytes now and then.</summary>
    private static byte[] Pack(byte[] bytes, Random random)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(bytes);
        }

        byte[] result = packed.ToArray();
        if (result.Length > 0 && random.Next(3) == 0)
        {
            result[random.Next(result.Length)] ^= (byte)(1 << random.Next(8));
        }

        return result;
    }
}
