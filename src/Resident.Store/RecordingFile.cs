using System.Buffers.Binary;
using Resident.Store.Files;

namespace Resident.Store;

/// <summary>Tells recordings from other files.</summary>
public static class RecordingFile
{
    /// <summary>Tells whether a file is a recording, of whatever version, by its first 100 bytes.</summary>
    public static bool IsRecording(string path)
    {
        const int HeaderBytes = 100;
        const int ApplicationIdOffset = 68;
        if (!File.Exists(path))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
                && header.StartsWith("SQLite format 3\0"u8)
                && BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) == RecordingFormat.ApplicationId;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
