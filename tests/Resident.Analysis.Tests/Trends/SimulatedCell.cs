using System.Globalization;
using Resident.Analysis.Trends;
using Resident.Model;

namespace Resident.Analysis.Tests.Trends;

/// <summary>What the analysis says of many services of one kind, each with its own seed.</summary>
/// <param name="Kind">The kind of service.</param>
/// <param name="Hours">How long each is watched, once a second.</param>
/// <param name="LeakADay">MiB a day.</param>
/// <param name="Services">How many services.</param>
/// <param name="Found">How many of them are said to rise without an end, with medium confidence at the least.</param>
/// <param name="Perhaps">How many are said so with less confidence.</param>
/// <param name="MedianSlope">The slopes' median, MiB a day; of those found.</param>
internal sealed record SimulatedCell(string Kind, double Hours, double LeakADay, int Services, int Found, int Perhaps, double MedianSlope)
{
    public static SimulatedCell Run(string kind, double hours, double leakADay, ulong firstSeed, int services)
    {
        var trends = Enumerable.Range(0, services)
            .AsParallel()
            .Select(index => One(kind, hours, leakADay, firstSeed + (ulong)index))
            .ToArray();
        double[] slopes = [.. trends.Where(static trend => trend.KeepsRising).Select(static trend => trend.SlopePerHour * 24 / SimulatedService.Mebibyte).Order()];
        return new SimulatedCell(
            kind,
            hours,
            leakADay,
            services,
            trends.Count(static trend => trend is { KeepsRising: true, Confidence: >= TrendConfidence.Medium }),
            trends.Count(static trend => trend is { KeepsRising: true, Confidence: < TrendConfidence.Medium }),
            slopes.Length == 0 ? double.NaN : slopes[slopes.Length / 2]);
    }

    public string Row() => string.Create(CultureInfo.InvariantCulture, $"| {Kind} | {Hours:0} h | {LeakADay:0.#} |{Answer()}");

    public string Answer() => string.Create(
        CultureInfo.InvariantCulture,
        $" {Found} of {Services} | {Perhaps} | {(double.IsNaN(MedianSlope) ? "" : MedianSlope.ToString("0.0", CultureInfo.InvariantCulture))} |");

    private static Trend One(string kind, double hours, double leakADay, ulong seed)
    {
        var service = SimulatedKind.Draw(kind, leakADay, hours, seed);
        var series = SimulatedSeries.Run(service, hours, seed);
        var options = new TrendOptions { RestartsAtSeconds = service.RestartAtSeconds > 0 ? [service.RestartAtSeconds] : [] };
        return TrendAnalysis.Analyse(series.Seconds, series.Allocated, options);
    }
}
