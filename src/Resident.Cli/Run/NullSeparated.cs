namespace Resident.Cli.Run;

/// <summary>Lists as the kernel writes them in /proc/PID/environ and /proc/PID/cmdline: each entry ends in a zero byte.</summary>
internal static class NullSeparated
{
    /// <summary>Takes the list apart. A last entry without its zero byte counts; empty entries stay.</summary>
    internal static List<byte[]> Split(ReadOnlySpan<byte> list)
    {
        var entries = new List<byte[]>();
        while (!list.IsEmpty)
        {
            int end = list.IndexOf((byte)0);
            entries.Add((end < 0 ? list : list[..end]).ToArray());
            list = end < 0 ? [] : list[(end + 1)..];
        }

        return entries;
    }
}
