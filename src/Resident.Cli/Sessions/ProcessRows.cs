using System.Globalization;
using Resident.Monitoring.Sampling;
using Resident.Reporting.Processes;
using Resident.Sources.Procfs;

namespace Resident.Cli.Sessions;

/// <summary>Reads the processes here, as `ps` and `top` list them.</summary>
internal static class ProcessRows
{
    /// <summary>Reads them, the largest first.</summary>
    /// <param name="sources">Read them.</param>
    /// <param name="all">Whether native programs are wanted, too.</param>
    /// <param name="warnings">Takes what could not be read.</param>
    public static async Task<List<ProcessRow>> ReadAsync(ProcessSources sources, bool all, List<string> warnings)
    {
        var rows = new List<ProcessRow>();
        int hidden = 0;
        using var runtimes = new RuntimeReaders(endpoint: null, TimeProvider.System);
        foreach (var entry in sources.List.Entries())
        {
            if (entry.IsKernelThread || entry.Pid == Environment.ProcessId)
            {
                continue;
            }

            var runtime = sources.Runtimes.Detect(entry.Pid);
            hidden += runtime is null && !Environment.IsPrivilegedProcess ? 1 : 0;
            if (runtime is null || (!all && runtime.Kind is not ("go" or "dotnet")))
            {
                continue;
            }

            try
            {
                var process = sources.Processes.Read(entry.Pid);
                var go = await runtimes.ReadOnceAsync(entry.Pid, runtime);
                rows.Add(new ProcessRow(process, runtime, go, entry.CommandLine));
            }
            catch (Exception problem) when (problem is ProcessGoneException or UnauthorizedAccessException)
            {
                // It ended, or hides: then it is not in the list.
            }
        }

        if (hidden > 0)
        {
            warnings.Add($"Of other users' processes, {hidden.ToString(CultureInfo.InvariantCulture)} could not be looked into. Run as root, or with CAP_SYS_PTRACE, to see them.");
        }

        rows.Sort(static (one, other) => other.Process.Res.CompareTo(one.Process.Res));
        return rows;
    }
}
