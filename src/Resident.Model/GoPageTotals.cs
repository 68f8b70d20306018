namespace Resident.Model;

/// <summary>All pages of one kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Resident">The bytes of them in RAM, or null where the kernel does not tell.</param>
public sealed record GoPageTotals(GoPageKind Kind, ByteSize Bytes, ByteSize? Resident);
