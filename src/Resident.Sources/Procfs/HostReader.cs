using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Resident.Model;

namespace Resident.Sources.Procfs;

/// <summary>Reads what the host's page size, clock tick, boot time and RAM are.</summary>
public sealed partial class HostReader
{
    // AT_PAGESZ and AT_CLKTCK in include/uapi/linux/auxvec.h; _SC_CLK_TCK in glibc's and musl's headers.
    private const ulong AtPageSize = 6;
    private const ulong AtClockTick = 17;
    private const int ScClockTick = 2;
    private const int AuxiliaryEntryBytes = 16;

    private readonly ProcFiles _files;

    /// <summary>Initializes a new instance of the <see cref="HostReader"/> class.</summary>
    /// <param name="procRoot">Where the proc file system is mounted.</param>
    /// <param name="limits">The bounds, or null for the defaults.</param>
    public HostReader(string procRoot = "/proc", InputLimits? limits = null)
    {
        _files = new(procRoot, limits ?? InputLimits.Default);
    }

    /// <summary>Reads the facts. A file that is missing takes away its figure only.</summary>
    /// <exception cref="IOException">A file is there and cannot be read.</exception>
    public HostFacts Read()
    {
        long pageSize = Environment.SystemPageSize;
        long ticks = ReadAuxiliary(ref pageSize);
        return new((int)pageSize, ticks, ReadBootTime(), ReadMemTotal());
    }

    [LibraryImport("libc", EntryPoint = "sysconf")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial nint SysConf(int name);

    private long ReadAuxiliary(ref long pageSize)
    {
        long ticks = 0;
        for (ReadOnlySpan<byte> rest = ReadAuxiliaryVector(); rest.Length >= AuxiliaryEntryBytes; rest = rest[AuxiliaryEntryBytes..])
        {
            ulong value = BinaryPrimitives.ReadUInt64LittleEndian(rest[8..]);
            switch (BinaryPrimitives.ReadUInt64LittleEndian(rest))
            {
                case AtClockTick when value is > 0 and <= 1_000_000:
                    ticks = (long)value;
                    break;
                case AtPageSize when value is >= 4096 and <= 1 << 20:
                    pageSize = (long)value;
                    break;
            }
        }

        return ticks > 0 ? ticks : Math.Max(1, (long)SysConf(ScClockTick));
    }

    // A program that has got capabilities from its file is not let at its own: the kernel gives it to root.
    private byte[] ReadAuxiliaryVector()
    {
        try
        {
            using var bytes = _files.Read($"{_files.Root}/self/auxv");
            return bytes.Span.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private DateTimeOffset? ReadBootTime()
    {
        long? seconds = ReadLine($"{_files.Root}/stat", "btime "u8);
        return seconds is > 0 and < 253_402_300_799 ? DateTimeOffset.FromUnixTimeSeconds(seconds.Value) : null;
    }

    private ByteSize? ReadMemTotal() =>
        ReadLine($"{_files.Root}/meminfo", "MemTotal:"u8) is { } kibibytes and < long.MaxValue / 1024
            ? ByteSize.FromKibibytes(kibibytes)
            : null;

    private long? ReadLine(string path, ReadOnlySpan<byte> key)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        using var bytes = _files.Read(path);
        var text = bytes.Span;
        while (ProcText.TryReadLine(ref text, out var line))
        {
            if (line.StartsWith(key))
            {
                var rest = line[key.Length..];
                return ProcText.TryReadNumber(ref rest, out long value) ? value : null;
            }
        }

        return null;
    }
}
