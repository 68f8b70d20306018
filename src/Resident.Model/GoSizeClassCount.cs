namespace Resident.Model;

/// <summary>How many objects of one size class were allocated and freed: an entry of runtime.MemStats.BySize.</summary>
/// <param name="Size">The bytes of one object.</param>
/// <param name="Mallocs">Objects allocated since the start. A total.</param>
/// <param name="Frees">Objects freed since the start. A total.</param>
public readonly record struct GoSizeClassCount(int Size, long Mallocs, long Frees);
