namespace Resident.Sources.GoRuntime.Access;

/// <summary>The kernel's struct page_region: neighbouring pages that have the same properties.</summary>
/// <param name="Start">The first page's address.</param>
/// <param name="End">The address behind the last one.</param>
/// <param name="Categories">The properties that were asked for.</param>
internal readonly record struct PageRegion(ulong Start, ulong End, ulong Categories);
