using System.Runtime.InteropServices;
using System.Text;
using Resident.Sources.Rights;

namespace Resident.Sources.Procfs;

/// <summary>What a mount of proc hides from whoever is neither root nor in its group: the options hidepid and gid.</summary>
/// <remarks>Source: proc(5), "Mount options". Since Linux 5.8 mountinfo has the rule's name (<c>hidepid=invisible</c>), before its number.</remarks>
/// <param name="Root">Where it is mounted.</param>
/// <param name="Rule">The rule as the kernel prints it.</param>
/// <param name="Group">The group that sees all, or null.</param>
internal sealed partial record ProcHiding(string Root, string Rule, string? Group)
{
    private const string Option = "hidepid=";
    private const string GroupOption = "gid=";

    /// <summary>Gets what shows all processes again, with the commands.</summary>
    public string Remedy =>
        $"Run as root (sudo resident …){(Group is null ? "" : $", or in group {Group}, which sees all (sudo -g '#{Group}' resident …)")}, or once: "
        + $"{CapabilityCommand.For("cap_sys_ptrace")}, or for the whole machine: sudo mount -o remount,hidepid=0 {Root}.";

    /// <summary>Reads the rule of a mount.</summary>
    /// <returns>Null where nothing is hidden, or the mount is not in this process's table.</returns>
    public static ProcHiding? Read(ProcFiles files)
    {
        string path = $"{files.Root}/self/mountinfo";
        try
        {
            using var bytes = files.Read(path);
            return Parse(Encoding.UTF8.GetString(bytes.Span), files.Root);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells whether there is a process of a number, even if its folder is hidden: what getpgid(2) answers needs no right.</summary>
    public static bool Exists(int pid) => GetProcessGroup(pid) >= 0;

    // 24 30 0:22 / /proc rw,nosuid - proc proc rw,gid=2000,hidepid=invisible: the mount point is field 5, the options are the last.
    private static ProcHiding? Parse(string mountinfo, string root)
    {
        ProcHiding? hiding = null;
        foreach (string line in mountinfo.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] fields = line.Split(' ');
            if (fields.Length > 6 && string.Equals(fields[4], root, StringComparison.Ordinal))
            {
                string[] options = fields[^1].Split(',');
                hiding = ValueOf(options, Option) is { } rule and not ("0" or "off") ? new(root, Option + rule, ValueOf(options, GroupOption)) : null;
            }
        }

        return hiding;
    }

    private static string? ValueOf(string[] options, string name) =>
        options.FirstOrDefault(option => option.StartsWith(name, StringComparison.Ordinal))?[name.Length..];

    [LibraryImport("libc", EntryPoint = "getpgid")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int GetProcessGroup(int pid);
}
