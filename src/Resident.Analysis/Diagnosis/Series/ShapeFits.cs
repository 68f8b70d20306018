using Resident.Model;

namespace Resident.Analysis.Diagnosis.Series;

/// <summary>Fits each shape that a series of memory takes.</summary>
internal static class ShapeFits
{
    /// <summary>Fits all shapes.</summary>
    public static IEnumerable<ShapeFit> All(double[] times, double[] values)
    {
        double[] ones = [.. times.Select(static _ => 1.0)];
        if (Constant(ones, values) is { } constant)
        {
            yield return constant;
        }

        if (Line(ones, times, values) is { } line)
        {
            yield return line;
        }

        foreach (var fit in (ShapeFit?[])[Step(times, values), Ramp(ones, times, values), LateLine(ones, times, values), Settling(ones, times, values)])
        {
            if (fit is not null)
            {
                yield return fit;
            }
        }

        foreach (var fit in Cycles(ones, times, values))
        {
            yield return fit;
        }
    }

    private static ShapeFit? Constant(double[] ones, double[] values) => LeastSquares.Fit([ones], values) is { } fit
        ? new(TrendShape.Constant, fit.SquaredError, 1, fit.Coefficients[0], fit.Coefficients[0])
        : null;

    private static ShapeFit? Line(double[] ones, double[] times, double[] values) => LeastSquares.Fit([ones, times], values) is { Coefficients: var c } fit
        ? new(TrendShape.Line, fit.SquaredError, 2, c[0] + (c[1] * times[0]), c[0] + (c[1] * times[^1])) { Slope = c[1] }
        : null;

    private static ShapeFit? Step(double[] times, double[] values)
    {
        int least = Math.Max(2, values.Length / 12);
        ShapeFit? best = null;
        for (int split = least; split <= values.Length - least; split++)
        {
            double before = values.AsSpan(0, split).ToArray().Average();
            double after = values.AsSpan(split).ToArray().Average();
            double error = 0;
            for (int i = 0; i < values.Length; i++)
            {
                double residual = values[i] - (i < split ? before : after);
                error += residual * residual;
            }

            if (best is null || error < best.SquaredError)
            {
                best = new(TrendShape.Step, error, 3, before, after) { ChangeAt = times[split] };
            }
        }

        return best;
    }

    // A line that ends at a level: a cache that is filled, and then is full.
    private static ShapeFit? Ramp(double[] ones, double[] times, double[] values) =>
        Bent(ones, times, values, static (time, bend) => Math.Min(time, bend), TrendShape.Saturating);

    // A level that turns into a line.
    private static ShapeFit? LateLine(double[] ones, double[] times, double[] values) =>
        Bent(ones, times, values, static (time, bend) => Math.Max(time - bend, 0), TrendShape.Line);

    private static ShapeFit? Bent(double[] ones, double[] times, double[] values, Func<double, double, double> bent, TrendShape shape)
    {
        ShapeFit? best = null;
        for (int i = 2; i < times.Length - 3; i++)
        {
            double bend = times[i];
            double[] part = [.. times.Select(time => bent(time, bend))];
            if (LeastSquares.Fit([ones, part], values) is { Coefficients: var c } fit && (best is null || fit.SquaredError < best.SquaredError))
            {
                double to = c[0] + (c[1] * part[^1]);
                best = new(shape, fit.SquaredError, 3, c[0] + (c[1] * part[0]), to)
                {
                    Slope = shape == TrendShape.Line ? c[1] : 0,
                    ChangeAt = bend,
                    Ceiling = shape == TrendShape.Saturating ? to : null,
                    TimeConstant = shape == TrendShape.Saturating ? Math.Max((bend - times[0]) / 2, 1e-6) : null,
                };
            }
        }

        return best;
    }

    private static ShapeFit? Settling(double[] ones, double[] times, double[] values)
    {
        double window = times[^1] - times[0];
        ShapeFit? best = null;
        for (double constant = window / 20; constant <= window / 2; constant *= 1.3)
        {
            double[] decay = [.. times.Select(time => Math.Exp(-(time - times[0]) / constant))];
            if (LeastSquares.Fit([ones, decay], values) is { Coefficients: var c } fit && (best is null || fit.SquaredError < best.SquaredError))
            {
                double to = c[0] + (c[1] * decay[^1]);
                best = new(TrendShape.Saturating, fit.SquaredError, 3, c[0] + c[1], to)
                {
                    Slope = -c[1] * decay[^1] / constant,
                    Ceiling = c[0],
                    TimeConstant = constant,
                };
            }
        }

        return best;
    }

    private static IEnumerable<ShapeFit> Cycles(double[] ones, double[] times, double[] values)
    {
        double window = times[^1] - times[0];
        // Two cycles at the least: what was seen once may be anything.
        double shortest = 6 * window / values.Length;
        ShapeFit? level = null;
        ShapeFit? line = null;
        for (double period = shortest; values.Length >= 16 && period <= window / 2; period *= 1.05)
        {
            double[] sine = [.. times.Select(time => Math.Sin(2 * Math.PI * time / period))];
            double[] cosine = [.. times.Select(time => Math.Cos(2 * Math.PI * time / period))];
            if (LeastSquares.Fit([ones, sine, cosine], values) is { Coefficients: var c } flat && (level is null || flat.SquaredError < level.SquaredError))
            {
                level = new(TrendShape.Constant, flat.SquaredError, 4, c[0], c[0]) { Cycle = period, Amplitude = Math.Sqrt((c[1] * c[1]) + (c[2] * c[2])) };
            }

            if (LeastSquares.Fit([ones, times, sine, cosine], values) is { Coefficients: var d } rising && (line is null || rising.SquaredError < line.SquaredError))
            {
                line = new(TrendShape.Line, rising.SquaredError, 5, d[0] + (d[1] * times[0]), d[0] + (d[1] * times[^1]))
                {
                    Slope = d[1],
                    Cycle = period,
                    Amplitude = Math.Sqrt((d[2] * d[2]) + (d[3] * d[3])),
                };
            }
        }

        if (level is not null)
        {
            yield return level;
        }

        if (line is not null)
        {
            yield return line;
        }
    }
}
