namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Where a Go process keeps its memory limit.</summary>
/// <param name="Limit">The address of gcController.memoryLimit: bytes, read again at every allocation of a span.</param>
/// <param name="LastCollection">The address of memstats.last_gc_nanotime: when it is long ago, the runtime's watch (sysmon) collects.</param>
public sealed record GoLimitPlace(ulong Limit, ulong LastCollection);
