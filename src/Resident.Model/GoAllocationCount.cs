namespace Resident.Model;

/// <summary>What the heap profiler has counted of one stack and one size of object. Counts are of sampled objects, not
/// scaled up; all are totals since the process started.</summary>
/// <param name="Locations">The stack as indexes of <see cref="GoAllocationProfile.Locations"/>, innermost
/// first.</param>
/// <param name="ObjectBytes">The size of such an object, bytes.</param>
/// <param name="Allocs">Allocations until now.</param>
/// <param name="MarkedAllocs">Of these, the ones from before the last mark ended: what of them is dead is freed by the
/// sweep that followed.</param>
/// <param name="SweptAllocs">Of these, the ones from before the mark before the last one ended: a whole cycle has
/// looked at each.</param>
/// <param name="Frees">Frees until now. They are counted at the sweep.</param>
public sealed record GoAllocationCount(
    IReadOnlyList<int> Locations, double ObjectBytes, long Allocs, long MarkedAllocs, long SweptAllocs, long Frees);
