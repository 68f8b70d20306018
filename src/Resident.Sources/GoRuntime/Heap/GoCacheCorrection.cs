namespace Resident.Sources.GoRuntime.Heap;

/// <summary>What the processors' allocation caches have not told the statistics yet.</summary>
/// <param name="Bytes">Bytes of objects that were allocated; negative in Go 1.18 and before, which counts them in advance.</param>
/// <param name="Objects">The number of these objects.</param>
/// <param name="TinyObjects">Objects without pointers below 16 bytes that share a slot.</param>
internal readonly record struct GoCacheCorrection(long Bytes, long Objects, long TinyObjects);
