using System.Globalization;
using System.Numerics;
using System.Text;

namespace Resident.Sources.Procfs;

/// <summary>On how many CPUs a process may run: its affinity, which containers set too.</summary>
/// <remarks><c>Cpus_allowed:\tff,ffffffff</c> in /proc/PID/status: a bit a CPU, in groups of 32, the highest first. Source:
/// proc_pid_status(5).</remarks>
public static class CpuMask
{
    private const string Field = "Cpus_allowed:";

    /// <summary>Counts them.</summary>
    /// <param name="procRoot">Where proc is mounted.</param>
    /// <param name="pid">The process.</param>
    /// <returns>Null where that is not told, or the process has ended.</returns>
    public static int? Count(string procRoot, int pid)
    {
        try
        {
            string text = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"{procRoot}/{pid}/status"), Encoding.UTF8);
            return text.Split('\n').FirstOrDefault(static line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line ? CountOf(line[Field.Length..]) : null;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static int? CountOf(string mask)
    {
        int count = 0;
        foreach (string group in mask.Trim().Split(','))
        {
            if (!uint.TryParse(group, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint bits))
            {
                return null;
            }

            count += BitOperations.PopCount(bits);
        }

        return count > 0 ? count : null;
    }
}
