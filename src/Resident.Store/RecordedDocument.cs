namespace Resident.Store;

/// <summary>A document that was made during a recording, such as a verdict.</summary>
/// <param name="UnixMs">When, milliseconds since 1970.</param>
/// <param name="Kind">Its schema, as in "resident.verdict/1".</param>
/// <param name="Utf8">Its text.</param>
public sealed record RecordedDocument(long UnixMs, string Kind, ReadOnlyMemory<byte> Utf8);
