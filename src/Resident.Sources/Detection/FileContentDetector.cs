using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using Resident.Sources.Binary;
using Resident.Sources.GoTrace;

namespace Resident.Sources.Detection;

/// <summary>Tells what a file holds by its first bytes: at most 1 MiB of them are read, and of compressed ones at most
/// 1 MiB is unpacked.</summary>
public static class FileContentDetector
{
    private const int MostBytes = 1024 * 1024;
    private const int ElfTypeOffset = 16;
    private const int ElfTypeCore = 4;

    // profile.proto, message Profile: the tags of its fields 1 to 14, each with the wire type that it has.
    private static ReadOnlySpan<byte> ProfileTags => [0x0A, 0x12, 0x1A, 0x22, 0x2A, 0x32, 0x38, 0x40, 0x48, 0x50, 0x5A, 0x60, 0x68, 0x70];

    /// <summary>Reads a file's beginning, and tells what it holds.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">There is no such file, or it cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileContent Detect(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!FileIdentity.IsRegularFile(path))
        {
            return FileContent.Special;
        }

        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        byte[] start = new byte[MostBytes];
        int count = file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        return Tell(start.AsSpan(0, count));
    }

    /// <summary>Tells what a file holds, if it can be read.</summary>
    /// <returns>Null where there is no such file, or it may not be read.</returns>
    public static FileContent? TryDetect(string path)
    {
        try
        {
            return Detect(path);
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells what the first bytes of a file mean.</summary>
    /// <param name="start">The bytes; all of them where there are less than 1 MiB.</param>
    public static FileContent Tell(ReadOnlySpan<byte> start) => start switch
    {
        [] => FileContent.Empty,
        [0x7F, (byte)'E', (byte)'L', (byte)'F', ..] => IsCore(start) ? FileContent.Core : FileContent.Executable,
        [(byte)'M', (byte)'Z', ..] or [(byte)'#', (byte)'!', ..] => FileContent.Executable,
        [0x28, 0xB5, 0x2F, 0xFD, ..] => FileContent.Zstandard,
        [0x1F, 0x8B, ..] => TellUnpacked(Unpack(start)),
        _ when start.StartsWith("SQLite format 3\0"u8) => FileContent.Database,
        _ => TellUnpacked(start),
    };

    private static FileContent TellUnpacked(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("go 1."u8) && start.IndexOf(" trace\0"u8) is > 0 and < 16)
        {
            return FileContent.ExecutionTrace;
        }

        if (!IsText(start))
        {
            return !start.IsEmpty && ProfileTags.Contains(start[0]) ? FileContent.Profile : FileContent.Unknown;
        }

        return TellText(start);
    }

    private static FileContent TellText(ReadOnlySpan<byte> text)
    {
        int end = text.IndexOf((byte)'\n');
        string first = Encoding.UTF8.GetString(end < 0 ? text : text[..end]).Trim();
        if (IsLegacyProfile(first))
        {
            return FileContent.Profile;
        }

        if (HasTrace(text))
        {
            return FileContent.GcTrace;
        }

        if (first.StartsWith('{'))
        {
            return first.Contains("\"resident.sample/", StringComparison.Ordinal) ? FileContent.Samples
                : first.Contains("\"resident.verdict/", StringComparison.Ordinal) || text.IndexOf("\"resident.verdict/"u8) is >= 0 and < 64 ? FileContent.VerdictDocument
                : FileContent.Text;
        }

        bool isHtml = first.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase) || first.StartsWith("<html", StringComparison.OrdinalIgnoreCase);
        return isHtml ? FileContent.Html : IsSampleHeader(first) ? FileContent.Samples : FileContent.Text;
    }

    // The texts of Go's ?debug=1 pages and of gperftools.
    private static bool IsLegacyProfile(string first) =>
        first.StartsWith("heap profile:", StringComparison.Ordinal)
        || first.StartsWith("goroutine profile:", StringComparison.Ordinal)
        || first.StartsWith("threadcreate profile:", StringComparison.Ordinal)
        || first.StartsWith("--- contention", StringComparison.Ordinal)
        || first.StartsWith("--- heapz", StringComparison.Ordinal);

    private static bool IsSampleHeader(string first)
    {
        string[] names = first.Split(',', StringSplitOptions.TrimEntries);
        return names.Contains("time", StringComparer.Ordinal)
            && names.Any(static name => name.StartsWith("process.", StringComparison.Ordinal) || name.StartsWith("go.", StringComparison.Ordinal) || name.StartsWith("cgroup.", StringComparison.Ordinal));
    }

    private static bool HasTrace(ReadOnlySpan<byte> text)
    {
        var splitter = new TraceSplitter(handler: null);
        splitter.Push(text);
        splitter.Complete();
        return Enum.GetValues<TraceKind>().Any(kind => kind != TraceKind.None && splitter.CountOf(kind) > 0);
    }

    private static bool IsCore(ReadOnlySpan<byte> start) =>
        start.Length >= ElfTypeOffset + sizeof(ushort) && BinaryPrimitives.ReadUInt16LittleEndian(start[ElfTypeOffset..]) == ElfTypeCore;

    // A text has no zeros, and few control codes; a log that was cut while its program wrote on begins with zeros.
    private static bool IsText(ReadOnlySpan<byte> start)
    {
        const int BytesPerCode = 16;
        var rest = start.TrimStart((byte)0);
        if (rest.IsEmpty)
        {
            return false;
        }

        int codes = 0;
        foreach (byte value in rest)
        {
            codes += value < 0x20 && !"\t\n\r\u001b"u8.Contains(value) ? 1 : 0;
        }

        return codes <= rest.Length / BytesPerCode && rest[..Math.Min(rest.Length, 512)].IndexOf((byte)0) < 0;
    }

    private static byte[] Unpack(ReadOnlySpan<byte> packed)
    {
        byte[] unpacked = new byte[MostBytes];
        using var input = new MemoryStream(packed.ToArray());
        using var gzip = new GZipStream(input, CompressionMode.Decompress);
        int length = 0;
        try
        {
            int count;
            while (length < unpacked.Length && (count = gzip.Read(unpacked, length, unpacked.Length - length)) > 0)
            {
                length += count;
            }
        }
        catch (InvalidDataException)
        {
            // What was unpacked until then tells what it is; that it is damaged the reader tells.
        }

        return unpacked[..length];
    }
}
