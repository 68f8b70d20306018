using Resident.Analysis.Diagnosis.Rules;
using Resident.Analysis.Diagnosis.Series;
using Resident.Analysis.Trends;
using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Evidence;

/// <summary>What a look could have found, and so what it may deny: "healthy" is the claim that a leak of some size is
/// not there.</summary>
internal sealed class LookPower
{
    // One to three cycles never tell a level; a short look needs more, because little grows in it.
    private const int LeastMarks = 4;
    private const int LeastMarksOfAShortLook = 8;
    private const double ShortLookSeconds = 60;

    // The upper bound of live's growth over the window, as a share of live: where the heap profile has no survivors,
    // and where it tells nothing.
    private const double MostGrowthByProfile = 0.1;
    public const double MostGrowth = 0.03;

    // Or as a share of RES in a day.
    private const double MostGrowthPerDay = 0.15;

    // A program that allocates less than this share of RES in a day is idle.
    private const double IdleSharePerDay = 0.5;
    private const double LeastProfiled = 0.5;
    // A settling of which this share of its time constant was seen has shown its bend.
    private const double MostOfTheWindow = TrendThresholds.SettledShare;
    private const double ErrorBesideACurve = 2;
    private const double SecondsAnHour = 3600;

    // So many sampled objects are expected of a place, so that 95 of 100 times at least LeastObjects, or LeastCombined,
    // come.
    private const double ExpectedForSurvivors = 18.2;
    private const double ExpectedForCombined = 4.75;

    private readonly CaseFile _file;

    /// <summary>Initializes a new instance of the <see cref="LookPower"/> class.</summary>
    /// <param name="file">What was observed.</param>
    public LookPower(CaseFile file)
    {
        _file = file;
        LiveSinceBend = BoundOfLive(file, file.BentAtSeconds);
        Live = file.BentAtSeconds > 0 ? BoundOfLive(file, 0) : LiveSinceBend;
        Res = file.Seconds < TrendThresholds.LongWindowSeconds ? GrowthBound.Of(file.Res) : GrowthBound.Of(file.ResTrend);
        AllocatedPerSecond = RateOfAllocation(file);
    }

    /// <summary>Gets the bound of the growth of what is live over the window.</summary>
    public GrowthBound Live { get; }

    /// <summary>Gets the same after the last bend or step of what is live.</summary>
    public GrowthBound LiveSinceBend { get; }

    /// <summary>Gets the bound of the growth of RES.</summary>
    public GrowthBound Res { get; }

    /// <summary>Gets the bytes allocated a second, or NaN.</summary>
    public double AllocatedPerSecond { get; }

    private SurvivorSearch? Survivors => _file.Survivors;

    private double ResPerDayShare => MostGrowthPerDay * _file.ResTo.Bytes / TrendThresholds.DaySeconds;

    /// <summary>Works out the smallest growth that would have been found.</summary>
    /// <param name="isBent">Whether the answer speaks of a step or a bend: then what came after it has to tell.</param>
    public VerdictSensitivity SensitivityOf(bool isBent)
    {
        (double? bytes, string basis) = FindSensitivity(isBent ? LiveSinceBend : Live);
        return new(bytes * SecondsAnHour, basis)
        {
            ShareOfResPerDay = bytes is { } known && _file.ResTo.Bytes > 0 ? known * TrendThresholds.DaySeconds / _file.ResTo.Bytes : null,
        };
    }

    /// <summary>Says why nothing may be called healthy.</summary>
    /// <param name="isBent">Whether the answer speaks of a step or a bend: then what came after it is what
    /// counts.</param>
    /// <returns>Null where it may.</returns>
    public VerdictFact? Objection(bool isBent) =>
        OfOtherTerms() ?? (IsIdle() ? null : OfSurvivors(isBent ? _file.Survivors : _file.SurvivorsOfAll) ?? OfLive(isBent ? LiveSinceBend : Live));

    /// <summary>Tells whether a rise through a handful of marks is more than their noise.</summary>
    /// <param name="live">What is live after each cycle.</param>
    public static bool IsClear(TimeSeries live) =>
        live.Count >= TrendThresholds.FewPoints || (GrowthBound.Of(live) is { Points: > 0 } bound && bound.Significance >= bound.SureSignificance);

    /// <summary>Tells whether live rises for sure, by its marks and the heap profile together.</summary>
    public bool IsRisingForSure() =>
        Live.Points >= LeastMarks && Live.Significance >= GrowthBound.SureSlope && Survivors is { IsDoubtful: true };

    private static double RateOfAllocation(CaseFile file)
    {
        var allocated = file.Series("total-alloc");
        double seconds = allocated.Count < 2 ? 0 : allocated.Seconds[^1] - allocated.Seconds[0];
        return seconds <= 0 ? double.NaN : (allocated.Last - allocated.First) / seconds;
    }

    private static GrowthBound BoundOfLive(CaseFile file, double from)
    {
        var live = file.Series("live");
        var trend = file.TrendOf("live");
        if (trend.WindowSeconds >= TrendThresholds.LongWindowSeconds || (trend.CycleSeconds is not null && live.Count >= TrendThresholds.FewPoints))
        {
            return GrowthBound.Of(trend);
        }

        if (from > 0 && trend is { Shape: TrendShape.Saturating, ChangeAtSeconds: null, Ceiling: { } ceiling, TimeConstantSeconds: { } constant } && constant < MostOfTheWindow * trend.WindowSeconds)
        {
            // What the settling explains is no growth beside it; but a curve takes a part of any line for its own.
            double[] rest = [.. live.Values.Zip(live.Seconds, (value, time) => value + ((ceiling - trend.LevelFrom) * Math.Exp((trend.FromSeconds - time) / constant)))];
            var bound = GrowthBound.Of(live with { Values = rest });
            return bound with { Error = ErrorBesideACurve * bound.Error };
        }

        int start = Array.FindIndex(live.Seconds, time => time >= from);
        return start < 0 ? GrowthBound.Unknown : GrowthBound.Of(new TimeSeries(live.Seconds[start..], live.Values[start..]));
    }

    private bool IsIdle() => AllocatedPerSecond * TrendThresholds.DaySeconds <= IdleSharePerDay * _file.ResTo.Bytes;

    private static VerdictFact? OfSurvivors(SurvivorSearch? survivors) => survivors switch
    {
        { IsDoubtful: true, Doubtful: [var suspect, ..] } => suspect.ToFact(),
        { Undecided: [var open, ..] } => open.ToFact(),
        _ => null,
    };

    private VerdictFact? OfLive(GrowthBound bound)
    {
        double live = _file.Series("live").Last;
        if (live <= 0 || _file.GcCycles is not { } cycles)
        {
            return OfRes();
        }

        int least = _file.Seconds < ShortLookSeconds ? LeastMarksOfAShortLook : LeastMarks;
        if (bound.Points < least)
        {
            return new(VerdictFactIds.FewCycles, VerdictFigure.Count("cycles", cycles));
        }

        bool isSmall = bound.Upper <= (IsProfiled(live) ? MostGrowthByProfile : MostGrowth) * live || bound.Upper / bound.Seconds <= ResPerDayShare;
        // Over hours the trend's choice of a shape has the say: its interval leaves out zero where it rises.
        double most = _file.Seconds < TrendThresholds.LongWindowSeconds ? GrowthBound.NoSlope : GrowthBound.NoSlopeOfATrend;
        return bound.Significance <= most && isSmall
            ? null
            : new(VerdictFactIds.GrowthOpen, VerdictFigure.Change("change", bound.Slope * bound.Seconds), VerdictFigure.Change("upper", bound.Upper), VerdictFigure.Bytes("live", live));
    }

    // Where what is live is not known, free heap hides what grows: RES has to be flat for an hour, and what it would
    // gain in a day has to be small.
    private VerdictFact? OfRes() => Res.Points > 0 && _file.Seconds >= TrendThresholds.LongWindowSeconds && Res.Significance <= GrowthBound.NoSlope && Res.Upper / Res.Seconds <= ResPerDayShare
        ? null
        : new(VerdictFactIds.LiveNotKnown, VerdictFigure.Change("upper", double.IsFinite(Res.Upper) ? Res.Upper : double.NaN), VerdictFigure.Seconds("window", _file.Seconds));

    // Outside the heap there is hardly any noise: what rises in both halves of the window goes on.
    private VerdictFact? OfOtherTerms()
    {
        foreach (var term in (ReadOnlySpan<LedgerTermId>)[LedgerTermId.NativeHeap, LedgerTermId.Anonymous, LedgerTermId.ThreadStacks, LedgerTermId.Stacks, LedgerTermId.Shared])
        {
            var series = _file.Term(term);
            bool isRising = _file.Seconds < TrendThresholds.LongWindowSeconds ? OtherTerms.IsRising(series) : _file.TermTrend(term).KeepsRising;
            if (isRising)
            {
                return new(VerdictFactIds.TermRises, VerdictFigure.Word("term", "term:" + LedgerTermNames.NameOf(term)), VerdictFigure.Change("change", series.Last - series.First));
            }
        }

        var goroutines = _file.Series("goroutines");
        return _file.Seconds < TrendThresholds.LongWindowSeconds && OtherTerms.AreMore(goroutines)
            ? new(VerdictFactIds.GoroutinesRise, VerdictFigure.Count("from", goroutines.First), VerdictFigure.Count("to", goroutines.Last))
            : null;
    }

    private bool IsProfiled(double live) => Survivors is { } survivors && survivors.HeldBytes >= LeastProfiled * live;

    private (double? Bytes, string Basis) FindSensitivity(GrowthBound bound)
    {
        double best = double.PositiveInfinity;
        string basis = "none";
        void Consider(double bytes, string from) => (best, basis) = bytes < best ? (bytes, from) : (best, basis);
        double live = _file.Series("live").Last;
        if (bound.Points >= LeastMarks)
        {
            Consider(Math.Max(bound.Detectable, LiveLeakRule.LeastChange(_file, live) / bound.Seconds), "cycles");
        }

        // The one mark of a window may have come at its very beginning.
        if (Survivors is { CyclesSeen: > 1 } survivors && IsProfiled(live))
        {
            double judged = JudgedSeconds(survivors);
            Consider(ExpectedForSurvivors * survivors.MeanHeldSampleBytes / judged, "survivors");
            if (bound.Points >= LeastMarks)
            {
                Consider(Math.Max(bound.Detectable, ExpectedForCombined * survivors.MeanHeldSampleBytes / judged), "survivors");
            }
        }

        if (_file.GcCycles is null && double.IsFinite(Res.Error) && Res.Seconds > 0)
        {
            Consider(Math.Max(Res.Detectable, _file.Smallest / Res.Seconds), "res");
        }

        if (!double.IsNaN(AllocatedPerSecond))
        {
            Consider(AllocatedPerSecond, "allocation");
        }

        return double.IsFinite(best) ? (best, basis) : (null, "none");
    }

    // What came after the last mark but one is judged by no mark yet.
    private static double JudgedSeconds(SurvivorSearch survivors)
    {
        double cycle = survivors.Seconds / Math.Max(1, survivors.CyclesSeen);
        return Math.Max(survivors.Seconds - (1.5 * cycle), 0.25 * survivors.Seconds);
    }
}
