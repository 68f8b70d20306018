namespace Resident.Sources.Prometheus;

/// <summary>What a server answered.</summary>
public sealed record PrometheusAnswer
{
    /// <summary>Gets the series of a query; empty for a list of label sets.</summary>
    public IReadOnlyList<PrometheusSeries> Series { get; init; } = [];

    /// <summary>Gets the label sets of a list of series; empty for a query.</summary>
    public IReadOnlyList<IReadOnlyDictionary<string, string>> LabelSets { get; init; } = [];

    /// <summary>Gets what the server says of a part that is missing, as Thanos does of a store that is down.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];
}
