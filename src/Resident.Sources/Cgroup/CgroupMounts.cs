using System.Globalization;
using System.Text;

namespace Resident.Sources.Cgroup;

/// <summary>Finds the mounts of control groups in /proc/PID/mountinfo.</summary>
/// <remarks><c>35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup none rw,memory</c>: field 4 is the group that the mount shows, 5
/// the mount point; after the dash stand type, source and options. Source: proc_pid_mountinfo(5).</remarks>
internal static class CgroupMounts
{
    public static (CgroupMount? V1, CgroupMount? V2) Parse(string mountinfo)
    {
        CgroupMount? v1 = null;
        CgroupMount? v2 = null;
        foreach (string line in mountinfo.Split('\n'))
        {
            int dash = line.IndexOf(" - ", StringComparison.Ordinal);
            string[] left = dash < 0 ? [] : line[..dash].Split(' ');
            string[] right = dash < 0 ? [] : line[(dash + 3)..].Split(' ');
            if (left.Length < 5 || right.Length < 3)
            {
                continue;
            }

            // A later mount on the same place hides the earlier one; an earlier one elsewhere is as good.
            if (right[0] is "cgroup2")
            {
                v2 ??= new(2, Unescape(left[4]), Unescape(left[3]));
            }
            else if (right[0] is "cgroup" && right[2].Split(',').Contains("memory", StringComparer.Ordinal))
            {
                v1 ??= new(1, Unescape(left[4]), Unescape(left[3]));
            }
        }

        return (v1, v2);
    }

    // The kernel writes space, tab, line feed and backslash as three octal digits.
    private static string Unescape(string text)
    {
        if (!text.Contains('\\', StringComparison.Ordinal))
        {
            return text;
        }

        var plain = new StringBuilder();
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\\' && i + 3 < text.Length && text.AsSpan(i + 1, 3).IndexOfAnyExceptInRange('0', '7') < 0)
            {
                plain.Append((char)(((text[i + 1] - '0') << 6) | ((text[i + 2] - '0') << 3) | (text[i + 3] - '0')));
                i += 3;
            }
            else
            {
                plain.Append(text[i].ToString(CultureInfo.InvariantCulture));
            }
        }

        return plain.ToString();
    }
}
