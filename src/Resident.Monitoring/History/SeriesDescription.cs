namespace Resident.Monitoring.History;

/// <summary>Names one figure that is followed over time.</summary>
/// <param name="Id">The figure's id, as in "process.res"; ids are part of the JSON contract and never change meaning.</param>
/// <param name="Unit">"bytes", "bytes/s", "ms", "percent" or "count".</param>
/// <param name="Kind">"level" where the value holds until the next one, "event" where each value stands for itself.</param>
public sealed record SeriesDescription(string Id, string Unit, string Kind);
