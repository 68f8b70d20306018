namespace Resident.Model;

/// <summary>What the scavenger's lines of one process tell in all.</summary>
/// <param name="Source">The process, or "" where there is one only.</param>
/// <param name="Lines">How many lines there were.</param>
/// <param name="Work">The bytes that were returned to the operating system, all lines added up.</param>
/// <param name="Released">The bytes given back at the last line that tells it: a level; null where none does.</param>
public sealed record ScavengeSummary(string Source, long Lines, ByteSize Work, ByteSize? Released);
