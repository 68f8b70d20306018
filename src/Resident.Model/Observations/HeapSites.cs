namespace Resident.Model.Observations;

/// <summary>A heap profile, summed up by the places that a person can change.</summary>
/// <param name="TakenAt">When it was read. It is as of the last completed cycle.</param>
/// <param name="Sites">The places, the largest first.</param>
public sealed record HeapSites(DateTimeOffset TakenAt, IReadOnlyList<AllocationSite> Sites);
