namespace Resident.Sources.Procfs;

/// <summary>Which process a PID is: what tells it from others, not what it uses.</summary>
/// <param name="Pid">The process ID.</param>
/// <param name="ParentPid">The parent's, 0 for the first process and for kthreadd.</param>
/// <param name="StartTicks">The start time in clock ticks since boot: with the PID it names a process for ever.</param>
/// <param name="Comm">The kernel's name of it, at most 15 bytes.</param>
/// <param name="IsKernelThread">Whether it is a thread of the kernel.</param>
/// <param name="Arguments">The command line, one argument an entry; empty for kernel threads and zombies.</param>
/// <param name="Exe">The program's path as /proc/PID/exe tells it, with " (deleted)" at its end where it was replaced or deleted;
/// null where the rights are missing or there is none.</param>
public sealed record ProcessEntry(
    int Pid, int ParentPid, ulong StartTicks, string Comm, bool IsKernelThread, IReadOnlyList<string> Arguments, string? Exe)
{
    /// <summary>Gets the program's name: its file's, whole, and the kernel's short one where the file may not be seen.</summary>
    public string ProgramName => Exe is { } exe ? Path.GetFileName(exe.Replace(" (deleted)", "", StringComparison.Ordinal)) : Comm;

    /// <summary>Gets the arguments with a space between two, or the name in brackets where there are none, as ps shows it.</summary>
    public string CommandLine => Arguments.Count == 0 ? $"[{Comm}]" : string.Join(' ', Arguments);
}
