namespace Resident.Cli.Pprof.Symbols;

/// <summary>Where a mapping was fetched from, so that its server can be asked for names.</summary>
/// <param name="Key">The mapping's build ID, else its file, else the address itself.</param>
/// <param name="Start">The mapping's first address there.</param>
/// <param name="Source">The profile's address.</param>
internal sealed record PprofMappingPlace(string Key, ulong Start, Uri Source);
