namespace Resident.Sources.GoRuntime.Access;

/// <summary>Bytes of another process.</summary>
/// <param name="Address">The first byte's address there.</param>
/// <param name="Length">How many.</param>
internal readonly record struct ProcessMemoryRange(ulong Address, int Length);
