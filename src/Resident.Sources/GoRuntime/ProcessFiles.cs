using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Resident.Sources.GoRuntime;

/// <summary>The few facts under /proc/PID that opening a process needs.</summary>
internal static class ProcessFiles
{
    private const ulong AtEntry = 9;

    /// <summary>Reads when a process started, in ticks since the machine did: two processes of one number differ in it.</summary>
    /// <returns>Null where there is no such process.</returns>
    public static long? ReadStartTime(int pid, string procRoot)
    {
        // The name in the second field may hold anything; fields are counted from its last ")".
        string? stat = TryReadText($"{procRoot}/{pid}/stat");
        int end = stat?.LastIndexOf(')') ?? -1;
        string[] fields = end < 0 ? [] : stat![(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.Length > 19 && long.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : null;
    }

    /// <summary>Reads the address where the program starts, as the kernel told it when it was loaded.</summary>
    /// <returns>Null where it cannot be read.</returns>
    public static ulong? ReadEntry(int pid, string procRoot)
    {
        try
        {
            using var file = File.OpenHandle($"{procRoot}/{pid}/auxv");
            byte[] bytes = new byte[4096];
            int count = RandomAccess.Read(file, bytes, 0);
            for (int i = 0; i + 16 <= count; i += 16)
            {
                if (BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i)) == AtEntry)
                {
                    return BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(i + 8));
                }
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Refused or gone: what is done next tells which.
        }

        return null;
    }

    /// <summary>Reads a field of /proc/PID/status.</summary>
    /// <param name="pid">The process, or null for this one.</param>
    /// <param name="procRoot">Where proc is mounted.</param>
    /// <param name="name">The field's name without its colon.</param>
    /// <returns>Its values, split at blanks; empty where there is none.</returns>
    public static string[] ReadStatus(int? pid, string procRoot, string name)
    {
        string process = pid?.ToString(CultureInfo.InvariantCulture) ?? "self";
        foreach (string line in (TryReadText($"{procRoot}/{process}/status") ?? string.Empty).Split('\n'))
        {
            if (line.StartsWith(name, StringComparison.Ordinal) && line.Length > name.Length && line[name.Length] == ':')
            {
                return line[(name.Length + 1)..].Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            }
        }

        return [];
    }

    /// <summary>Reads a small file of the kernel.</summary>
    /// <returns>Null where it is not there or may not be read.</returns>
    public static string? TryReadText(string path)
    {
        const int MostBytes = 64 * 1024;
        try
        {
            using var file = File.OpenHandle(path);
            byte[] bytes = new byte[MostBytes];
            return Encoding.UTF8.GetString(bytes, 0, RandomAccess.Read(file, bytes, 0));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
