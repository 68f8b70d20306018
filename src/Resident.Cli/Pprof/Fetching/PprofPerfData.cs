using Resident.Model;

namespace Resident.Cli.Pprof.Fetching;

/// <summary>Files that perf record writes: another program makes profiles of them, as for go tool pprof.</summary>
internal static class PprofPerfData
{
    private const string Converter = "perf_to_profile";

    /// <summary>Tells whether a file starts as perf.data does.</summary>
    public static bool IsPerfData(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> start = stackalloc byte[8];
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PERFILE2"u8);
    }

    /// <summary>Converts a file.</summary>
    /// <returns>The profile's path. The caller deletes it.</returns>
    /// <exception cref="MalformedInputException">The program is not installed or cannot convert the file.</exception>
    public static string Convert(string source, string path)
    {
        string output = Path.Combine(Path.GetTempPath(), $"pprof_{Guid.NewGuid():N}.pb.gz");
        try
        {
            return PprofTool.Run(Converter, ["-i", Path.GetFullPath(path), "-o", output, "-f"]) is not null
                ? output
                : throw new MalformedInputException(
                    $"{source}: this is perf.data, which {Converter} (github.com/google/perf_data_converter) makes a profile of, and it is not on PATH; "
                    + "install it, or give a profile that pprof reads.");
        }
        catch (PprofErrorException e)
        {
            throw new MalformedInputException($"{source}: {e.Message}", e);
        }
    }
}
