using System.Globalization;

namespace Resident.Sources.Tests.GoRuntime;

/// <summary>A folder that stands for /proc: files of one process, some of them missing or other than the kernel's.</summary>
internal sealed class ProcMirror : IDisposable
{
    private readonly string _folder;

    /// <summary>Links all files that opening a process looks at, but some.</summary>
    public ProcMirror(int pid, params string[] refused)
    {
        string number = pid.ToString(CultureInfo.InvariantCulture);
        _folder = Directory.CreateDirectory(Path.Join(Root, number)).FullName;
        foreach (string name in ((string[])["stat", "status", "auxv", "maps", "smaps", "mem", "pagemap", "exe"]).Except(refused, StringComparer.Ordinal))
        {
            _ = File.CreateSymbolicLink(Path.Join(_folder, name), $"/proc/{number}/{name}");
        }

        _ = File.CreateSymbolicLink(Path.Join(Root, "uptime"), "/proc/uptime");
    }

    /// <summary>Links all files, and another executable than the one that the kernel runs.</summary>
    public static ProcMirror WithExecutable(int pid, string executable)
    {
        ProcMirror mirror = new(pid, "exe");
        _ = File.CreateSymbolicLink(Path.Join(mirror._folder, "exe"), executable);
        return mirror;
    }

    public string Root { get; } = Directory.CreateTempSubdirectory("resident-proc").FullName;

    /// <summary>Puts a copy of pagemap into the folder: as on a kernel before 6.7, it cannot be asked for ranges.</summary>
    /// <returns>The copy's path.</returns>
    public string CopyPagemap(int pid)
    {
        const long EntryBytes = 8;
        string path = Path.Join(_folder, "pagemap");
        using var from = File.OpenHandle($"/proc/{pid}/pagemap");
        using var to = File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write);
        foreach (string line in File.ReadLines($"/proc/{pid}/maps").Where(static line => !line.EndsWith("[vsyscall]", StringComparison.Ordinal)))
        {
            string[] range = line.Split(' ')[0].Split('-');
            long first = long.Parse(range[0], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / Environment.SystemPageSize * EntryBytes;
            long end = long.Parse(range[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture) / Environment.SystemPageSize * EntryBytes;
            byte[] entries = new byte[end - first];
            int read = RandomAccess.Read(from, entries, first);
            RandomAccess.Write(to, entries.AsSpan(0, read), first);
        }

        return path;
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
