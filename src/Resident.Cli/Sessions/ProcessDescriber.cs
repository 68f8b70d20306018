using Resident.Monitoring.History;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>Says what a process is.</summary>
internal static class ProcessDescriber
{
    /// <summary>Describes a process from its entry in the list, its program and the sources that were opened.</summary>
    /// <exception cref="IOException">It ended.</exception>
    public static TargetDescription Describe(ProcessSources sources, int pid, IReadOnlyList<IRuntimeReader> runtimes)
    {
        var entry = sources.List.Read(pid);
        return new TargetDescription
        {
            Pid = pid,
            Name = entry.ProgramName,
            Executable = entry.Exe,
            Runtime = runtimes.OfType<MemoryRuntime>().FirstOrDefault()?.Identity ?? sources.Runtimes.Detect(pid),
            StartedAt = sources.Processes.Host.StartTime(entry.StartTicks),
            Sources = ["procfs", .. runtimes.Where(static reader => reader is not MemoryRuntime { Identity: null }).Select(static reader => reader.Name)],
        };
    }
}
