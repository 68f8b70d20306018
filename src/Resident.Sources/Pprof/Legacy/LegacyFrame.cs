namespace Resident.Sources.Pprof.Legacy;

/// <summary>What a text says of a location: the function, where it is, or nothing.</summary>
internal readonly record struct LegacyFrame(string Function, string File, long Line);
