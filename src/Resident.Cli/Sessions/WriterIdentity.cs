using System.Globalization;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>Names the process that writes a recording, so that a PID that was used again is not taken for it.</summary>
internal static class WriterIdentity
{
    /// <summary>Names this process.</summary>
    public static string Own(ProcessSources sources) =>
        sources.List.TryRead(Environment.ProcessId, out var entry)
            ? string.Create(CultureInfo.InvariantCulture, $"pid {entry!.Pid} started {entry.StartTicks}")
            : "";

    /// <summary>Tells whether a process that was named once is still there.</summary>
    public static bool IsAlive(ProcessSources sources, string writer) =>
        writer.Split(' ') is ["pid", var pid, "started", var ticks]
        && int.TryParse(pid, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
        && ulong.TryParse(ticks, NumberStyles.None, CultureInfo.InvariantCulture, out ulong started)
        && sources.List.TryRead(number, out var entry)
        && entry!.StartTicks == started;
}
