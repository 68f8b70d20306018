using System.Buffers.Binary;
using Resident.Model;
using Resident.Store.Files;

namespace Resident.Store;

/// <summary>Tells recordings from other files.</summary>
public static class RecordingFile
{
    /// <summary>Tells whether a file is a recording, of whatever version, by its first 100 bytes; where they do not
    /// tell, because the page that has them stands in SQLite's log beside the file only, by asking SQLite.</summary>
    public static bool IsRecording(string path)
    {
        const int HeaderBytes = 100;
        const int ApplicationIdOffset = 68;
        if (!HasBytes(path))
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderBytes];
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
            return file.ReadAtLeast(header, HeaderBytes, throwOnEndOfStream: false) == HeaderBytes
                && header.StartsWith("SQLite format 3\0"u8)
                && (BinaryPrimitives.ReadInt32BigEndian(header[ApplicationIdOffset..]) == RecordingFormat.ApplicationId || IsRecordingByItsLog(path));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A FIFO, a socket or a device has no length: to open one would be to wait for whoever writes it.
    private static bool HasBytes(string path)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists && file.Length > 0;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    // A recording may have been made in its log: until the first checkpoint the file has no application_id of its own.
    private static bool IsRecordingByItsLog(string path)
    {
        if (!File.Exists(path + "-wal"))
        {
            return false;
        }

        try
        {
            using var database = Database.OpenForReading(path);
            return true;
        }
        catch (RecordingVersionException)
        {
            return true;
        }
        catch (MalformedInputException)
        {
            return false;
        }
    }
}
