namespace Resident.Cli.Pprof.Symbols;

/// <summary>Tells binaries from profiles.</summary>
internal static class PprofObjectFile
{
    private static readonly byte[][] Magics =
    [
        [0x7F, (byte)'E', (byte)'L', (byte)'F'],
        [0xCF, 0xFA, 0xED, 0xFE],
        [0xCE, 0xFA, 0xED, 0xFE],
        [0xCA, 0xFE, 0xBA, 0xBE],
        [(byte)'M', (byte)'Z'],
    ];

    /// <summary>Tells whether a file can be read and starts as binaries do.</summary>
    public static bool IsObjectFile(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            byte[] start = new byte[4];
            int length = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
            return Array.Exists(Magics, magic => start.AsSpan(0, length).StartsWith(magic));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // A profile may state any path, one with a zero in it too: that is the argument's fault.
            return false;
        }
    }
}
