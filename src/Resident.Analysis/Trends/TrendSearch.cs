namespace Resident.Analysis.Trends;

/// <summary>Fits every model that a series could follow, and keeps the best of each kind.</summary>
internal sealed class TrendSearch
{
    private const int ShortestLevel = 3;
    private const double ShortestLevelShare = 0.04;
    private const double ShortestCycleBlocks = 6;
    private const double MostCyclesShare = 1.5;
    private const int CyclesAStep = 4;

    /// <summary>Time constants as shares of the window: below the first it is a step, above the last it is a line.</summary>
    private static readonly double[] SettlingShares = [0.02, 0.035, 0.06, 0.1, 0.17, 0.28, 0.45, 0.7];

    private readonly TrendFitter _fitter;

    private TrendSearch(TrendFitter fitter) => _fitter = fitter;

    /// <summary>Gets the best model in which nothing goes on for ever; null where the series is too short for any.</summary>
    public TrendFit? Bounded { get; private set; }

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
            search.TryShapes(new TrendModel(Line: false, Cycle: dailyCycle, Harmonics: 1));
            search.TryShapes(new TrendModel(Line: false, Cycle: dailyCycle, Harmonics: 2));
        }
        else if (search.FindCycle() is { } cycle)
        {
            search.TryShapes(cycle with { Line = false });
        }

        return search;
    }

    private void TryShapes(TrendModel plain)
    {
        foreach (bool line in (ReadOnlySpan<bool>)[false, true])
        {
            var model = plain with { Line = line };
            var start = Try(model);
            foreach (double share in SettlingShares)
            {
                Try(model with { Settling = share });
            }

            TrySteps(model, start);
        }
    }

    private void TrySteps(TrendModel model, TrendFit? start)
    {
        var one = BestStep(start, at => model with { FirstStep = at });
        if (one is not null && start is not null && one.Criterion < start.Criterion)
        {
            BestStep(one, at => one.Model with { SecondStep = at });
        }
    }

    private TrendFit? BestStep(TrendFit? without, Func<int, TrendModel> withStepAt)
    {
        int edge = Math.Max(ShortestLevel, (int)(_fitter.Count * ShortestLevelShare));
        TrendFit? best = null;
        for (int at = edge; without is not null && at <= _fitter.Count - edge; at++)
        {
            if (Try(withStepAt(at)) is { } fit && fit.Criterion < (best?.Criterion ?? double.PositiveInfinity))
            {
                best = fit;
            }
        }

        return best;
    }

    /// <summary>Looks for a cycle that the window holds one and a half times at the least, in steps fine enough to miss none.</summary>
    /// <returns>The model that it makes the best of all so far; null where none does.</returns>
    private TrendModel? FindCycle()
    {
        double most = _fitter.Count / ShortestCycleBlocks * CyclesAStep;
        for (double quarters = MostCyclesShare * CyclesAStep; quarters <= most; quarters++)
        {
            var model = new TrendModel(Line: false, Cycle: CyclesAStep / quarters, Harmonics: 1, CycleIsFound: true);
            Try(model);
            Try(model with { Line = true });
        }

        var best = Line is not null && Line.Criterion < Bounded!.Criterion ? Line : Bounded;
        return best is { Model.CycleIsFound: true } ? best.Model : null;
    }

    private TrendFit? Try(TrendModel model)
    {
        var fit = _fitter.Fit(model);
        if (fit is null)
        {
            return null;
        }

        if (model.IsBounded)
        {
            Bounded = Better(Bounded, fit);
        }
        else
        {
            Line = Better(Line, fit);
        }

        return fit;
    }

    private static TrendFit Better(TrendFit? held, TrendFit found) => held is null || found.Criterion < held.Criterion ? found : held;
}
