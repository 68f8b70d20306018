namespace Resident.Analysis.Trends;

/// <summary>Fits every model that a series could follow, and keeps the best of each kind.</summary>
internal sealed class TrendSearch
{
    private const int CyclesAStep = 4;

    /// <summary>Time constants as shares of the window: below the first it is a step, above the last it is a line.</summary>
    private static readonly double[] SettlingShares = [0.02, 0.035, 0.06, 0.1, 0.17, 0.28, 0.45, 0.7];

    /// <summary>Steps towards the best time constant, each from the best so far: to within a few percent.</summary>
    private static readonly double[] FinerSettling = [1.25, 0.8, 1.12, 0.89, 1.06, 0.945, 1.03, 0.97];

    /// <summary>Steps towards the best count of quarter cycles, each from the best so far.</summary>
    private static readonly double[] FinerCycle = [0.5, -0.5, 0.25, -0.25, 0.12, -0.12, 0.06, -0.06];

    /// <summary>A load that follows a sine, one with a night, one with hours that begin and end.</summary>
    private static readonly int[] DailyHarmonics = [1, 2, 4];

    private readonly TrendFitter _fitter;

    private TrendSearch(TrendFitter fitter) => _fitter = fitter;

    /// <summary>Gets the best model in which nothing goes on for ever and all that moved has arrived; null where the series is too short for
    /// any.</summary>
    public TrendFit? Bounded { get; private set; }

    /// <summary>Gets the best model that settles so slowly that the window does not show the end of it; null where the series is too
    /// short.</summary>
    public TrendFit? Unsettled { get; private set; }

    /// <summary>Gets the best model with a rate; null where the series is too short for one.</summary>
    public TrendFit? Line { get; private set; }

    /// <summary>Searches.</summary>
    /// <param name="fitter">The series.</param>
    /// <param name="dailyCycle">A day as a share of the window, where the window is long enough for one; else 0, and a shorter cycle of
    /// any length is looked for.</param>
    public static TrendSearch Run(TrendFitter fitter, double dailyCycle)
    {
        var search = new TrendSearch(fitter);
        search.TryShapes(new TrendModel(Line: false));
        if (dailyCycle > 0)
        {
            search.TryShapes(search.BestDailyCycle(dailyCycle));
        }
        else if (search.FindCycle() is { } cycle)
        {
            search.TryShapes(cycle with { Line = false });
        }

        return search;
    }

    /// <summary>Compares one level with one line, and nothing else.</summary>
    public static TrendSearch RunFlat(TrendFitter fitter)
    {
        var search = new TrendSearch(fitter);
        search.Try(new TrendModel(Line: false));
        search.Try(new TrendModel(Line: true));
        return search;
    }

    /// <summary>Which of the daily loads suits best, with or without a rate.</summary>
    private TrendModel BestDailyCycle(double dailyCycle)
    {
        (var chosen, double best) = (new TrendModel(Line: false, Cycle: dailyCycle, Harmonics: DailyHarmonics[0]), double.PositiveInfinity);
        foreach (int harmonics in DailyHarmonics)
        {
            var model = new TrendModel(Line: false, Cycle: dailyCycle, Harmonics: harmonics);
            double criterion = Math.Min(Try(model), Try(model with { Line = true }));
            (chosen, best) = criterion < best ? (model, criterion) : (chosen, best);
        }

        return chosen;
    }

    private void TryShapes(TrendModel plain)
    {
        foreach (bool line in (ReadOnlySpan<bool>)[false, true])
        {
            var model = plain with { Line = line };
            TrySettling(model);
            double start = Try(model);
            TrySteps(model, start);
            if (!line)
            {
                TryFill(model);
            }
        }
    }

    private void TryFill(TrendModel model)
    {
        // What was full only in the window's last third may as well go on.
        int full = BestPlace(at => model with { FullAt = at }, _fitter.Correlation);
        if (full > 0 && _fitter.TimeOf(full) <= TrendThresholds.FullShare)
        {
            Try(model with { FullAt = full });
        }
    }

    private void TrySettling(TrendModel model)
    {
        (double bestShare, double best) = (SettlingShares[0], double.PositiveInfinity);
        foreach (double share in SettlingShares)
        {
            double criterion = Try(model with { Settling = share });
            (bestShare, best) = criterion < best ? (share, criterion) : (bestShare, best);
        }

        foreach (double finer in FinerSettling)
        {
            double criterion = Try(model with { Settling = bestShare * finer });
            (bestShare, best) = criterion < best ? (bestShare * finer, criterion) : (bestShare, best);
        }
    }

    private void TrySteps(TrendModel model, double start)
    {
        (int first, double one) = BestStep(at => model with { FirstStep = at });
        if (one - _fitter.PriceOfAPlace < start)
        {
            BestStep(at => model with { FirstStep = first, SecondStep = at });
        }
    }

    /// <summary>Finds where a step explains most: with the noise of the series without it, then with that of the series with it.</summary>
    private (int At, double Criterion) BestStep(Func<int, TrendModel> withStepAt)
    {
        (int bestAt, double best) = (0, double.PositiveInfinity);
        for (int round = 0; round < 2; round++)
        {
            int at = BestPlace(withStepAt, _fitter.Correlation);
            if (at == 0 || at == bestAt)
            {
                break;
            }

            double criterion = Try(withStepAt(at));
            (bestAt, best) = criterion < best ? (at, criterion) : (bestAt, best);
        }

        return (bestAt, best);
    }

    private int BestPlace(Func<int, TrendModel> withStepAt, double correlation)
    {
        int edge = Math.Max(TrendThresholds.ShortestLevel, (int)(_fitter.Count * TrendThresholds.ShortestLevelShare));
        (int bestAt, double best) = (0, double.PositiveInfinity);
        for (int at = edge; at <= _fitter.Count - edge; at++)
        {
            double criterion = _fitter.Compare(withStepAt(at), correlation);
            (bestAt, best) = criterion < best ? (at, criterion) : (bestAt, best);
        }

        return bestAt;
    }

    /// <summary>Looks for a cycle that the window holds one and a half times at the least, in steps fine enough to miss none.</summary>
    /// <returns>The model that it makes the best of all so far; null where none does.</returns>
    private TrendModel? FindCycle()
    {
        double most = _fitter.Count / TrendThresholds.ShortestCycleBlocks * CyclesAStep;
        (double bestQuarters, double best) = (0, double.PositiveInfinity);
        for (double quarters = TrendThresholds.MostCyclesShare * CyclesAStep; quarters <= most; quarters++)
        {
            double criterion = TryCycle(quarters);
            (bestQuarters, best) = criterion < best ? (quarters, criterion) : (bestQuarters, best);
        }

        // A cycle that is off by a fortieth is out of step after ten: what it leaves looks like noise that remembers.
        foreach (double finer in bestQuarters > 0 ? FinerCycle : [])
        {
            double quarters = Math.Max(bestQuarters + finer, TrendThresholds.MostCyclesShare * CyclesAStep);
            double criterion = TryCycle(quarters);
            (bestQuarters, best) = criterion < best ? (quarters, criterion) : (bestQuarters, best);
        }

        var found = Line is not null && Line.Criterion < Bounded!.Criterion ? Line : Bounded;
        return found is { Model.CycleIsFound: true } ? found.Model : null;
    }

    private double TryCycle(double quarters)
    {
        var model = new TrendModel(Line: false, Cycle: CyclesAStep / quarters, Harmonics: 1, CycleIsFound: true);
        return Math.Min(Try(model), Try(model with { Line = true }));
    }

    private double Try(TrendModel model)
    {
        double criterion = _fitter.Fit(model);
        bool isUnsettled = model.Settling > TrendThresholds.SettledShare;
        if (isUnsettled && model.IsBounded)
        {
            Unsettled = Better(Unsettled, criterion);
        }
        else if (!isUnsettled && model.IsBounded)
        {
            Bounded = Better(Bounded, criterion);
        }
        else if (!isUnsettled)
        {
            Line = Better(Line, criterion);
        }

        return criterion;
    }

    private TrendFit? Better(TrendFit? held, double criterion) =>
        criterion < (held?.Criterion ?? double.PositiveInfinity) ? _fitter.Take() : held;
}
