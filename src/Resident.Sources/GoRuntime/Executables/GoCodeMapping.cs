namespace Resident.Sources.GoRuntime.Executables;

/// <summary>Where an executable's code lies in a process.</summary>
/// <param name="Start">The first byte of the mapping.</param>
/// <param name="End">The byte after its last.</param>
/// <param name="FileOffset">The place in the file that <paramref name="Start"/> shows.</param>
/// <param name="Path">The file's path as the process sees it.</param>
public sealed record GoCodeMapping(ulong Start, ulong End, long FileOffset, string Path);
