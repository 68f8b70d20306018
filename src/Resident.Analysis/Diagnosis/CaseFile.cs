using Resident.Analysis.Diagnosis.Evidence;
using Resident.Analysis.Diagnosis.Series;
using Resident.Analysis.Trends;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Observations;

namespace Resident.Analysis.Diagnosis;

/// <summary>What an observation says, prepared for the rules: each figure as a series, each series with its trend.</summary>
internal sealed class CaseFile
{
    private const double SmallestChangeBytes = 2 * 1024 * 1024;
    private const double SmallestChangeShare = 0.04;
    private const int LeastCyclesForATrend = 2;
    private const int ManyCycles = 8;

    private readonly Dictionary<LedgerTermId, (TimeSeries Series, Trend Trend)> _terms = [];
    private readonly Dictionary<string, (TimeSeries Series, Trend Trend)> _figures = new(StringComparer.Ordinal);
    private readonly DateTimeOffset _start;
    private readonly Lazy<SurvivorSearch?> _survivors;
    private readonly Lazy<SurvivorSearch?> _survivorsOfAll;
    private readonly Lazy<LookPower> _power;

    public CaseFile(Observation observation)
    {
        Observation = observation;
        var samples = observation.Samples;
        var ledgers = observation.Ledgers;
        _start = samples[0].Time;
        LastLedger = ledgers.Count > 0 ? ledgers[^1] : null;
        // Only ledgers with the same terms can be compared: rights may have come or gone.
        FirstLedger = ledgers.FirstOrDefault(ledger => HasSameTerms(ledger, LastLedger!));
        From = _start;
        To = LastLedger is { } last && last.TakenAt > samples[^1].Time ? last.TakenAt : samples[^1].Time;
        FirstProcess = First(samples, static sample => sample.Process);
        LastProcess = Last(samples, static sample => sample.Process);
        FirstGo = First(samples, static sample => sample.Go);
        LastGo = Last(samples, static sample => sample.Go);
        FirstGroup = First(samples, static sample => sample.Cgroup);
        LastGroup = Last(samples, static sample => sample.Cgroup);
        ResFrom = FirstLedger?.Res ?? FirstProcess?.Res ?? default;
        ResTo = LastLedger?.Res ?? LastProcess?.Res ?? default;
        Smallest = Math.Max(SmallestChangeBytes, SmallestChangeShare * ResTo.Bytes);
        _survivors = new(() => SurvivorSearch.Make(observation, ResTo.Bytes, _start.AddSeconds(BentAtSeconds)));
        _survivorsOfAll = BentAtSeconds > 0 ? new(() => SurvivorSearch.Make(observation, ResTo.Bytes, _start)) : _survivors;
        _power = new(() => new(this));
    }

    public Observation Observation { get; }

    public DateTimeOffset From { get; }

    public DateTimeOffset To { get; }

    public double Seconds => (To - From).TotalSeconds;

    public Ledger? FirstLedger { get; }

    public Ledger? LastLedger { get; }

    public ProcessMemory? FirstProcess { get; }

    public ProcessMemory? LastProcess { get; }

    public GoMemory? FirstGo { get; }

    public GoMemory? LastGo { get; }

    public CgroupMemory? FirstGroup { get; }

    public CgroupMemory? LastGroup { get; }

    public ByteSize ResFrom { get; }

    public ByteSize ResTo { get; }

    /// <summary>Gets the smallest change that is worth a word, bytes: 2 MiB or 4 % of RES.</summary>
    public double Smallest { get; }

    /// <summary>Gets what the heap profiler's counts say of places that free nothing, after the last bend or step of
    /// what is live; null where they were not read.</summary>
    public SurvivorSearch? Survivors => _survivors.Value;

    /// <summary>Gets the same of the whole window.</summary>
    public SurvivorSearch? SurvivorsOfAll => _survivorsOfAll.Value;

    /// <summary>Gets what this look could have found.</summary>
    public LookPower Power => _power.Value;

    /// <summary>Gets when what is live had its last step, or came to its level; 0 where it did not. Seconds of the
    /// window.</summary>
    public double BentAtSeconds
    {
        get
        {
            var trend = TrendOf("live");
            return trend switch
            {
                { Shape: TrendShape.Step or TrendShape.Saturating or TrendShape.Line, ChangeAtSeconds: { } at } => at,
                { Shape: TrendShape.Saturating, TimeConstantSeconds: { } constant } when TrendThresholds.SettledConstants * constant < trend.WindowSeconds =>
                    trend.FromSeconds + (TrendThresholds.SettledConstants * constant),
                _ => 0,
            };
        }
    }

    /// <summary>Gets the age of the process when the window began, seconds; NaN where its start is not known.</summary>
    public double AgeAtStart => Observation.Target.StartedAt is { } started ? (From - started).TotalSeconds : double.NaN;

    /// <summary>Gets the GC cycles that ended in the window, or null.</summary>
    public long? GcCycles => FirstGo?.NumGC is { } first && LastGo?.NumGC is { } last ? last - first : SeenMarks;

    // Where cycles are not counted: how often another amount was found reachable. Fewer than ran, where they run faster
    // than samples come.
    private long? SeenMarks
    {
        get
        {
            long[] marked = [.. Observation.Samples.Select(static sample => sample.Go?.HeapMarked?.Bytes).OfType<long>()];
            return marked.Length == 0 ? null : marked.Zip(marked.Skip(1)).Count(static pair => pair.First != pair.Second);
        }
    }

    /// <summary>Gets the GC cycles a second over the window's second half, or 0.</summary>
    public double GcRate
    {
        get
        {
            var cycles = Series("gc");
            double half = Seconds / 2;
            if (cycles.Count < 2 || half <= 0)
            {
                return 0;
            }

            return (cycles.Last - cycles.MedianBetween(0.48, 0.52)) / half;
        }
    }

    public TimeSeries Res => Series("res");

    public Trend ResTrend => TrendOf("res");

    /// <summary>Gets the term's bytes in the last ledger, or 0.</summary>
    public double Level(LedgerTermId term) => LastLedger?.ResidentOf(term)?.Bytes ?? 0;

    /// <summary>Gets whether the ledgers have the term.</summary>
    public bool Has(LedgerTermId term) => LastLedger?.ResidentOf(term) is not null;

    public TimeSeries Term(LedgerTermId term) => OfTerm(term).Series;

    public Trend TermTrend(LedgerTermId term) => OfTerm(term).Trend;

    /// <summary>Gets by how much a term changed over the window, noise left out, bytes.</summary>
    public double Change(LedgerTermId term)
    {
        var trend = TermTrend(term);
        return double.IsNaN(trend.Change) ? 0 : trend.Change;
    }

    /// <summary>Gets a figure's series: see <see cref="CaseFigures"/> for the names.</summary>
    public TimeSeries Series(string figure) => OfFigure(figure).Series;

    /// <summary>Gets a figure's trend.</summary>
    public Trend TrendOf(string figure) => OfFigure(figure).Trend;

    /// <summary>Gets by how much a figure changed over the window, noise left out.</summary>
    public double ChangeOf(string figure)
    {
        var trend = TrendOf(figure);
        return double.IsNaN(trend.Change) ? 0 : trend.Change;
    }

    /// <summary>Analyses bytes over time that are no figure of their own.</summary>
    public static Trend TrendOf(TimeSeries bytes) => Analyse(bytes, isBytes: true);

    private static T? First<T>(IReadOnlyList<Sample> samples, Func<Sample, T?> part)
        where T : class => samples.Select(part).FirstOrDefault(static known => known is not null);

    private static T? Last<T>(IReadOnlyList<Sample> samples, Func<Sample, T?> part)
        where T : class => samples.Select(part).LastOrDefault(static known => known is not null);

    private static bool HasSameTerms(Ledger one, Ledger other) =>
        one.Terms.Count == other.Terms.Count && one.Terms.Zip(other.Terms).All(static pair => pair.First.Id == pair.Second.Id);

    private (TimeSeries Series, Trend Trend) OfTerm(LedgerTermId term)
    {
        if (!_terms.TryGetValue(term, out var known))
        {
            var series = TimeSeries.Of(Observation.Ledgers, ledger => SecondsOf(ledger.TakenAt), ledger => ledger.ResidentOf(term)?.Bytes);
            known = (series, Analyse(series, isBytes: true));
            _terms.Add(term, known);
        }

        return known;
    }

    private (TimeSeries Series, Trend Trend) OfFigure(string figure)
    {
        if (!_figures.TryGetValue(figure, out var known))
        {
            var series = CaseFigures.OfSample(figure) is { } ofSample
                ? TimeSeries.Of(figure is "live" ? AfterCycles() : Observation.Samples, sample => SecondsOf(sample.Time), ofSample)
                : TimeSeries.Of(Observation.Ledgers, ledger => SecondsOf(ledger.TakenAt), CaseFigures.OfLedger(figure));
            known = (series, Analyse(series, CaseFigures.IsBytes(figure)));
            _figures.Add(figure, known);
        }

        return known;
    }

    // What is live is known anew at each cycle only: between two, the last figure stands still and tells nothing. What the first sample says is
    // of a cycle before the window: one of many says no harm, one of few may tell of a rise that was over.
    private List<Sample> AfterCycles()
    {
        var samples = new List<Sample>();
        long? cycles = null;
        foreach (var sample in Observation.Samples)
        {
            // Where cycles are not counted, another figure tells of a new one.
            if (sample.Go is { } go && (go.NumGC ?? go.HeapMarked?.Bytes ?? go.NextGC?.Bytes) is { } number && number != cycles)
            {
                samples.Add(sample);
                cycles = number;
            }
        }

        return samples.Count is > LeastCyclesForATrend and < ManyCycles ? samples[1..] : samples;
    }

    private static Trend Analyse(TimeSeries series, bool isBytes)
    {
        var options = isBytes ? TrendOptions.Default : TrendOptions.Default with { SmallestChange = 4, SmallestChangeShare = 0.05 };
        return TrendAnalysis.Analyse(series.Seconds, series.Values, options);
    }

    private double SecondsOf(DateTimeOffset time) => (time - _start).TotalSeconds;
}
