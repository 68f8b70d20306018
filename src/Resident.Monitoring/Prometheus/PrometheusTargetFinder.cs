using System.Globalization;
using System.Text.RegularExpressions;
using Resident.Sources.Prometheus;

namespace Resident.Monitoring.Prometheus;

/// <summary>Finds the process that a person means among those that a Prometheus server has scraped.</summary>
public sealed class PrometheusTargetFinder
{
    // process_start_time_seconds is computed of the boot time in whole seconds, and clocks are set.
    private const double StartTolerance = 3;

    private readonly PrometheusReader _reader;

    /// <summary>Initializes a new instance of the <see cref="PrometheusTargetFinder"/> class.</summary>
    /// <param name="reader">Asks the server.</param>
    public PrometheusTargetFinder(PrometheusReader reader)
    {
        _reader = reader;
    }

    /// <summary>Finds targets by a selector such as <c>{job="orders"}</c> or <c>job="orders"</c>, or by a word: an
    /// instance with or without its port, a pod or a job.</summary>
    /// <param name="match">The selector or the word.</param>
    /// <param name="from">From when.</param>
    /// <param name="to">Until when.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>All that match, by name; none where nothing does.</returns>
    public async Task<IReadOnlyList<PrometheusTarget>> FindAsync(string match, DateTimeOffset from, DateTimeOffset to, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(match);
        return Distinct(await _reader.FindAsync(SelectorsOf(match), from, to, cancellationToken).ConfigureAwait(false));
    }

    /// <summary>Finds targets by when their process started.</summary>
    /// <param name="startedAt">The start.</param>
    /// <param name="match">A selector that they match too, or null.</param>
    /// <param name="time">When they are there.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <returns>All that started within three seconds of it, by name.</returns>
    public async Task<IReadOnlyList<PrometheusTarget>> FindStartedAsync(DateTimeOffset startedAt, string? match, DateTimeOffset time, CancellationToken cancellationToken)
    {
        string start = (startedAt.ToUnixTimeMilliseconds() / 1_000.0).ToString("0.###", CultureInfo.InvariantCulture);
        var found = new List<IReadOnlyDictionary<string, string>>();
        foreach (string selector in match is null ? [PrometheusFormat.StartTime] : SelectorsOf(match, PrometheusFormat.StartTime))
        {
            string query = string.Create(CultureInfo.InvariantCulture, $"abs({selector} - {start}) <= {StartTolerance}");
            var series = await _reader.QueryAsync(query, time, cancellationToken).ConfigureAwait(false);
            found.AddRange(series.Select(static one => one.Labels));
        }

        return Distinct(found);
    }

    private static List<PrometheusTarget> Distinct(IEnumerable<IReadOnlyDictionary<string, string>> labelSets) =>
    [
        .. labelSets
            .Select(static labels => new PrometheusTarget(labels.Where(static label => label.Key is not PrometheusFormat.NameLabel).ToDictionary(StringComparer.Ordinal)))
            .DistinctBy(static target => target.Selector, StringComparer.Ordinal)
            .OrderBy(static target => target.Name, StringComparer.Ordinal).ThenBy(static target => target.Selector, StringComparer.Ordinal),
    ];

    private static IReadOnlyList<string> SelectorsOf(string match, string metric = PrometheusFormat.Resident)
    {
        string trimmed = match.Trim();
        if (trimmed.StartsWith('{') && trimmed.EndsWith('}'))
        {
            return [$"{{__name__=\"{metric}\",{trimmed[1..^1].Trim().TrimEnd(',')}}}"];
        }

        if (trimmed.Contains('=', StringComparison.Ordinal))
        {
            return [$"{{__name__=\"{metric}\",{trimmed.TrimEnd(',')}}}"];
        }

        string value = PrometheusFormat.Escape(trimmed);
        string pattern = PrometheusFormat.Escape(Regex.Escape(trimmed) + ":[0-9]+");
        return
        [
            $"{metric}{{instance=\"{value}\"}}", $"{metric}{{instance=~\"{pattern}\"}}", $"{metric}{{pod=\"{value}\"}}", $"{metric}{{job=\"{value}\"}}",
        ];
    }
}
