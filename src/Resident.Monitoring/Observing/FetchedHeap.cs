using Resident.Model;

namespace Resident.Monitoring.Observing;

/// <summary>A heap profile that an address served.</summary>
/// <param name="File">profile.proto packed with gzip, as it came.</param>
/// <param name="Profile">Its stacks, in the shape in which they are read from outside.</param>
public sealed record FetchedHeap(ReadOnlyMemory<byte> File, GoStackProfile Profile);
