using Resident.Model;
using Resident.Monitoring.Sampling;

namespace Resident.Cli.Sessions;

/// <summary>Tells whether the kernel ended a program for lack of memory.</summary>
internal static class OomKills
{
    /// <summary>Tells whether the control group of a program has counted a kill since the program was sampled
    /// last.</summary>
    /// <param name="sources">Read the group.</param>
    /// <param name="last">The program's last sample, or null.</param>
    public static bool IsCountedSince(ProcessSources sources, Sample? last)
    {
        try
        {
            return last?.Cgroup is { Path: { } path } group && CountOf(group) is { } before && CountOf(sources.Cgroups.ReadGroup(path)) > before;
        }
        catch (Exception problem) when (problem is MalformedInputException or IOException or UnauthorizedAccessException)
        {
            // The group went with its last process, as a container's does: then nobody can tell any more.
            return false;
        }
    }

    private static long? CountOf(CgroupMemory? group) => group is not null && group.Events.TryGetValue("oom_kill", out long kills) ? kills : null;
}
