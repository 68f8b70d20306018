namespace Resident.Sources.Prometheus;

/// <summary>One metric of one target over time.</summary>
/// <param name="Labels">Its labels, the metric's name among them as <c>__name__</c> where the server tells it.</param>
/// <param name="UnixMs">The times, milliseconds since 1970, rising.</param>
/// <param name="Values">The values, in the same order; all finite.</param>
public sealed record PrometheusSeries(IReadOnlyDictionary<string, string> Labels, IReadOnlyList<long> UnixMs, IReadOnlyList<double> Values)
{
    /// <summary>Gets the metric's name, or "".</summary>
    public string Name => Labels.GetValueOrDefault(PrometheusFormat.NameLabel) ?? "";
}
