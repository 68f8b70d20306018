namespace Resident.Sources.Cgroup;

/// <summary>Where a hierarchy with the memory controller is mounted.</summary>
/// <param name="Version">1 or 2.</param>
/// <param name="MountPoint">The folder, below the injected root.</param>
/// <param name="GroupAtMount">The group that the folder shows: "/" outside containers.</param>
internal sealed record CgroupMount(int Version, string MountPoint, string GroupAtMount);
