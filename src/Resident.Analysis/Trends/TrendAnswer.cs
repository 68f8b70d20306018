using System.Diagnostics;
using Resident.Model;

namespace Resident.Analysis.Trends;

/// <summary>Puts a chosen model into words of the series' own unit, and says how sure it is.</summary>
internal static class TrendAnswer
{
    private const double SecondsAnHour = 3600;
    private const double NormalQuantile = 1.96;

    /// <summary>Answers where there is no point, one point, or no time between them.</summary>
    public static Trend WithoutSlope(TrendBlocks blocks)
    {
        double level = blocks.Count > 0 ? blocks.Values[0] : double.NaN;
        return new Trend
        {
            Shape = TrendShape.Constant,
            Confidence = TrendConfidence.Provisional,
            Reason = TrendReason.FewPoints,
            FromSeconds = blocks.FromSeconds,
            ToSeconds = blocks.ToSeconds,
            Points = blocks.Points,
            SlopePerHour = double.NaN,
            SlopeLow = double.NaN,
            SlopeHigh = double.NaN,
            LevelFrom = level,
            LevelTo = level,
            ResidualDeviation = 0,
        };
    }

    /// <summary>Answers where no model can be compared with another: a straight line through what there is.</summary>
    public static Trend OfFewPoints(TrendBlocks blocks)
    {
        double meanTime = blocks.Seconds.Average();
        double mean = blocks.Values.Average();
        double squares = blocks.Seconds.Sum(time => (time - meanTime) * (time - meanTime));
        double products = blocks.Seconds.Zip(blocks.Values).Sum(point => (point.First - meanTime) * (point.Second - mean));
        double slope = squares > 0 ? products / squares : 0;
        double left = blocks.Seconds.Zip(blocks.Values).Sum(point => Math.Pow(point.Second - mean - (slope * (point.First - meanTime)), 2));
        int freedom = blocks.Count - 2;
        double width = freedom > 0 ? Quantile(freedom) * Math.Sqrt(left / freedom / squares) : double.NaN;
        return WithoutSlope(blocks) with
        {
            SlopePerHour = slope * SecondsAnHour,
            SlopeLow = (slope - width) * SecondsAnHour,
            SlopeHigh = (slope + width) * SecondsAnHour,
            LevelFrom = mean + (slope * (blocks.FromSeconds - meanTime)),
            LevelTo = mean + (slope * (blocks.ToSeconds - meanTime)),
            ResidualDeviation = freedom > 0 ? Math.Sqrt(left / freedom) : 0,
        };
    }

    /// <summary>Answers with the model chosen.</summary>
    public static Trend Of(TrendBlocks blocks, double origin, TrendFitter fitter, TrendFit chosen, double distance, TrendOptions options)
    {
        double window = blocks.ToSeconds - blocks.FromSeconds;
        var model = chosen.Model;
        var shape = Shape(model);
        (double slope, double width) = Slope(fitter, chosen, shape);
        double hours = window / SecondsAnHour;
        int lastStep = Math.Max(model.FirstStep, model.SecondStep);
        var trend = new Trend
        {
            Shape = shape,
            Confidence = TrendConfidence.High,
            Reason = TrendReason.Clear,
            FromSeconds = blocks.FromSeconds,
            ToSeconds = blocks.ToSeconds,
            Points = blocks.Points,
            SlopePerHour = slope / hours,
            SlopeLow = (slope - width) / hours,
            SlopeHigh = (slope + width) / hours,
            LevelFrom = model.Settling > 0 ? Within(blocks, origin + Level(chosen, 0)) : origin + Level(chosen, 0),
            LevelTo = origin + Level(chosen, 1),
            ResidualDeviation = chosen.Deviation,
            ChangeAtSeconds = lastStep > 0 ? blocks.Seconds[lastStep] : model.FullAt > 0 ? blocks.Seconds[model.FullAt] : null,
            Ceiling = shape != TrendShape.Saturating ? null : origin + (model.FullAt > 0 ? Level(chosen, 1) : chosen.Coefficients[0]),
            TimeConstantSeconds = model.Settling > 0 ? model.Settling * window : model.FullAt > 0 ? chosen.FullAt * window / TrendThresholds.FillConstants : null,
            CycleSeconds = model.Harmonics == 0 ? null : model.CycleIsFound ? model.Cycle * window : TrendThresholds.DaySeconds,
            CycleAmplitude = Amplitude(chosen),
        };
        (var confidence, var reason) = Judge(trend, distance, options);
        return trend with { Confidence = confidence, Reason = reason };
    }

    /// <summary>Half the 95 % interval of a coefficient.</summary>
    public static double IntervalWidth(TrendFit fit, double error) => Quantile(fit.Freedom) * error;

    private static TrendShape Shape(TrendModel model) => model switch
    {
        { Line: true } => TrendShape.Line,
        { Settling: > 0 } or { FullAt: > 0 } => TrendShape.Saturating,
        { FirstStep: > 0 } => TrendShape.Step,
        _ => TrendShape.Constant,
    };

    /// <summary>The change over a whole window at the rate of the window's end, and half its interval.</summary>
    private static (double Slope, double Width) Slope(TrendFitter fitter, TrendFit chosen, TrendShape shape)
    {
        if (chosen.Model is { Line: false, Settling: > 0 })
        {
            double settling = chosen.Model.Settling;
            double rate = Math.Exp(-1 / settling) / settling;
            return (chosen.Coefficients[1] * rate, IntervalWidth(chosen, chosen.Errors[1] * rate));
        }

        var line = shape == TrendShape.Line ? chosen : WithRate(fitter, chosen.Model);
        return (line.Coefficients[1], IntervalWidth(line, line.Errors[1]));
    }

    private static TrendFit WithRate(TrendFitter fitter, TrendModel model)
    {
        bool fits = double.IsFinite(fitter.Fit(model with { Line = true })) || double.IsFinite(fitter.Fit(new TrendModel(Line: true)));
        return fits ? fitter.Take() : throw new UnreachableException("A line was fitted before, and does not fit now.");
    }

    /// <summary>The level at one end of the window, 0 or 1, the cycle left out.</summary>
    private static double Level(TrendFit fit, int end)
    {
        var model = fit.Model;
        int column = 1;
        double level = fit.Coefficients[0];
        level += model.Line ? fit.Coefficients[column++] * end : 0;
        level -= model.Settling > 0 ? fit.Coefficients[column++] * Math.Exp(-end / model.Settling) : 0;
        level += model.FirstStep > 0 ? fit.Coefficients[column++] * end : 0;
        level += model.SecondStep > 0 ? fit.Coefficients[column++] * end : 0;
        level += model.FullAt > 0 ? fit.Coefficients[column] * fit.FullAt * end : 0;
        return level;
    }

    /// <summary>A fast settling bends far below the first point where that lies a little before it: no level was outside what was seen.</summary>
    private static double Within(TrendBlocks blocks, double level) => Math.Clamp(level, blocks.Values.Min(), blocks.Values.Max());

    private static double Amplitude(TrendFit fit)
    {
        int harmonics = fit.Model.Harmonics;
        double squares = 0;
        for (int i = fit.Coefficients.Length - (2 * harmonics); i < fit.Coefficients.Length; i++)
        {
            squares += fit.Coefficients[i] * fit.Coefficients[i];
        }

        return Math.Sqrt(squares);
    }

    private static (TrendConfidence Confidence, TrendReason Reason) Judge(Trend trend, double distance, TrendOptions options)
    {
        if (trend.Points < TrendThresholds.FewPoints)
        {
            return (TrendConfidence.Provisional, TrendReason.FewPoints);
        }

        if (trend.WindowSeconds < options.ProvisionalSeconds * TrendThresholds.NearlyAll)
        {
            return Math.Abs(trend.Change) > TrendThresholds.LargeChange * trend.ResidualDeviation && trend.Shape != TrendShape.Constant
                ? (TrendConfidence.Low, TrendReason.ShortWindowLargeChange)
                : (TrendConfidence.Provisional, TrendReason.ShortWindow);
        }

        return (trend.Shape, trend.WindowSeconds) switch
        {
            _ when distance < TrendThresholds.CloseCriteria => (TrendConfidence.Low, TrendReason.ShapesClose),
            (TrendShape.Saturating, _) when trend.WindowSeconds < TrendThresholds.SettledConstants * trend.TimeConstantSeconds =>
                (TrendConfidence.Low, TrendReason.StillSettling),
            (TrendShape.Step, _) when trend.ToSeconds - trend.ChangeAtSeconds < TrendThresholds.RecentShare * trend.WindowSeconds =>
                (TrendConfidence.Medium, TrendReason.RecentChange),
            // A part of a day's load looks like a line.
            (TrendShape.Line, double window) when window < options.DailyCycleSeconds * TrendThresholds.NearlyAll => (TrendConfidence.Low, TrendReason.DailyCyclePossible),
            (_, double window) when window < options.DailyCycleSeconds * TrendThresholds.TwoThirds => (TrendConfidence.Low, TrendReason.DailyCyclePossible),
            (_, double window) when window < options.DailyCycleSeconds * TrendThresholds.NearlyAll => (TrendConfidence.Medium, TrendReason.DailyCyclePossible),
            _ => (TrendConfidence.High, TrendReason.Clear),
        };
    }

    /// <summary>Student's 97.5 % quantile by its expansion around the normal one (Abramowitz and Stegun, 26.7.5).</summary>
    private static double Quantile(double freedom) => NormalQuantile + (2.372 / freedom) + (2.823 / (freedom * freedom));
}
