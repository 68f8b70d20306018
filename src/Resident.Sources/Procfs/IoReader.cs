using System.Globalization;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads /proc/PID/io: a line a figure, as in <c>write_bytes: 4096</c>.</summary>
/// <remarks>Source: Documentation/filesystems/proc.rst. It needs the rights of ptrace.</remarks>
public sealed class IoReader
{
    private readonly ProcFiles _files;

    /// <summary>Initializes a new instance of the <see cref="IoReader"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public IoReader(string procRoot = "/proc", InputLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(procRoot);
        _files = new(procRoot, limits ?? InputLimits.Default);
    }

    /// <summary>Adds the figures to a reading of the same process.</summary>
    /// <returns>The reading, unchanged where the file is not there or may not be read.</returns>
    public ProcessMemory AddTo(ProcessMemory memory)
    {
        ArgumentNullException.ThrowIfNull(memory);
        try
        {
            using var bytes = _files.Read(_files.PathOf(memory.Pid, "io"));
            var text = bytes.Span;
            long? read = null;
            long? written = null;
            long? calls = null;
            long? readCalls = null;
            while (ProcText.TryReadLine(ref text, out var line))
            {
                read ??= ValueOf(line, "read_bytes:"u8);
                written ??= ValueOf(line, "write_bytes:"u8);
                calls ??= ValueOf(line, "wchar:"u8);
                readCalls ??= ValueOf(line, "rchar:"u8);
            }

            return memory with { ReadBytes = read, WrittenBytes = written, WrittenByCalls = calls, ReadByCalls = readCalls };
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return memory;
        }
    }

    private static long? ValueOf(ReadOnlySpan<byte> line, ReadOnlySpan<byte> key) =>
        line.StartsWith(key)
        && long.TryParse(line[key.Length..].Trim((byte)' '), NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : null;
}
