using System.Buffers.Binary;
using System.Globalization;
using System.Text;

namespace Resident.Sources.GoRuntime.Access;

/// <summary>The few facts under /proc/PID that opening a process needs.</summary>
internal static class ProcessFiles
{
    private const ulong AtEntry = 9;

    /// <summary>Reads when a process started, in ticks since the machine did: two processes of one number differ in it.</summary>
    /// <returns>Null where there is no such process.</returns>
    public static long? ReadStartTime(int pid, string procRoot) =>
        long.TryParse(ReadStat(pid, procRoot, 22), NumberStyles.None, CultureInfo.InvariantCulture, out long start) ? start : null;

    /// <summary>Reads where the program's code begins: the lowest executable segment, as the kernel has moved it.</summary>
    /// <remarks>Source: proc(5), field 26 of stat; it is 1 for whoever may not know.</remarks>
    /// <returns>Null where it may not be known.</returns>
    public static ulong? ReadStartOfCode(int pid, string procRoot) =>
        ulong.TryParse(ReadStat(pid, procRoot, 26), NumberStyles.None, CultureInfo.InvariantCulture, out ulong start) && start > 1 ? start : null;

    /// <summary>Tells whether a process whose memory cannot be read any more has ended, or is about to.</summary>
    /// <remarks>One that ends loses its memory first, its threads one by one, and its number last. One of several threads that becomes
    /// another program looks the same for a moment, and then has an executable again: a quarter of a second is waited for that.</remarks>
    public static bool HasEnded(int pid, string procRoot)
    {
        const int MostWaits = 8;
        using var wait = new ManualResetEventSlim();
        for (int attempt = 0; attempt < MostWaits; attempt++)
        {
            if (HasExecutable(pid, procRoot))
            {
                return false;
            }

            bool isZombie = ReadStatus(pid, procRoot, "State") is [] or ["Z" or "X", ..];
            bool isAlone = ReadStatus(pid, procRoot, "Threads") is [] or ["0" or "1"];
            if (isZombie && isAlone)
            {
                return true;
            }

            wait.Wait(1 << attempt, CancellationToken.None);
        }

        return true;
    }

    /// <summary>Tells whether a process began less than some seconds ago, so that it may not have set itself up yet.</summary>
    /// <remarks>Source: proc(5): field 22 of stat counts hundredths of seconds since the machine started, as uptime counts seconds.</remarks>
    public static bool IsYoung(int pid, string procRoot)
    {
        const double YoungSeconds = 5;
        const double TicksPerSecond = 100;
        string[] uptime = (TryReadText($"{procRoot}/uptime") ?? string.Empty).Split(' ');
        return ReadStartTime(pid, procRoot) is { } start
            && double.TryParse(uptime[0], NumberStyles.Float, CultureInfo.InvariantCulture, out double now)
            && now - (start / TicksPerSecond) < YoungSeconds;
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

    // Field 1 is the number, and the name behind it may hold anything: fields are counted from its last ")".
    private static string? ReadStat(int pid, string procRoot, int field)
    {
        const int FieldsToName = 3;
        string? stat = TryReadText($"{procRoot}/{pid}/stat");
        int end = stat?.LastIndexOf(')') ?? -1;
        string[] fields = end < 0 ? [] : stat![(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return fields.ElementAtOrDefault(field - FieldsToName);
    }

    // Whoever may not see it is told so elsewhere.
    private static bool HasExecutable(int pid, string procRoot)
    {
        try
        {
            return new FileInfo($"{procRoot}/{pid}/exe").LinkTarget is not null;
        }
        catch (FileNotFoundException)
        {
            return false;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return true;
        }
    }
}
