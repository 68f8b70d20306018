using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Prometheus;

/// <summary>One process as a Prometheus server knows it: all of its series have these labels.</summary>
/// <param name="Labels">The labels, without the metrics' names.</param>
public sealed record PrometheusTarget(IReadOnlyDictionary<string, string> Labels)
{
    private static readonly string[] PodLabels = ["pod", "kubernetes_pod_name", "pod_name"];
    private static readonly string[] NamespaceLabels = ["namespace", "kubernetes_namespace"];

    /// <summary>Gets the name that a person would use: the pod, or the job and the instance.</summary>
    public string Name => Pod ?? (Label("job"), Label("instance")) switch
    {
        ({ } job, { } instance) => $"{job} {instance}",
        (var job, var instance) => job ?? instance ?? "prometheus",
    };

    /// <summary>Gets the pod, or null.</summary>
    public string? Pod => PodLabels.Select(Label).FirstOrDefault(static value => value is not null);

    /// <summary>Gets the namespace of the pod, or null.</summary>
    public string? Namespace => NamespaceLabels.Select(Label).FirstOrDefault(static value => value is not null);

    /// <summary>Gets the selector that matches this target's series alone.</summary>
    public string Selector => PrometheusFormat.SelectorOf(Labels.OrderBy(static label => label.Key, StringComparer.Ordinal));

    /// <summary>Gets a label's value, or null.</summary>
    public string? Label(string name) => Labels.TryGetValue(name, out string? value) && value.Length > 0 ? value : null;

    /// <summary>Tells whether a series is of this target, whatever its metric; labels that the metric itself brings are
    /// passed over.</summary>
    /// <param name="labels">The series' labels.</param>
    /// <param name="own">Labels that the metric brings, as go_info its version.</param>
    public bool Has(IReadOnlyDictionary<string, string> labels, params ReadOnlySpan<string> own)
    {
        ArgumentNullException.ThrowIfNull(labels);
        int passed = labels.ContainsKey(PrometheusFormat.NameLabel) ? 1 : 0;
        foreach (string name in own)
        {
            passed += labels.ContainsKey(name) && !Labels.ContainsKey(name) ? 1 : 0;
        }

        return labels.Count - passed == Labels.Count && Labels.All(label => labels.TryGetValue(label.Key, out string? value) && string.Equals(value, label.Value, StringComparison.Ordinal));
    }
}
