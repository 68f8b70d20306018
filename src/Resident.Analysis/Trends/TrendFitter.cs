namespace Resident.Analysis.Trends;

/// <summary>Fits models to one series of blocks by generalised least squares with noise that is correlated from block to block.</summary>
/// <remarks>The noise is taken as AR(1): the correlation over g blocks is r^g. For each model r is estimated from the residuals, the columns
/// are whitened with it (Prais-Winsten), and it is estimated once more. The criterion is -2 ln L + k ln n + 2k(k+1)/(n-k-1) of the exact
/// Gaussian likelihood: a model that leaves a drift to the noise pays with noise that hardly forgets. A place that was searched for counts as more
/// than one figure (Zhang and Siegmund, Biometrics 63, 2007, give three of them a step in noise that forgets). Buffers are reused from fit to fit.</remarks>
internal sealed class TrendFitter
{
    /// <summary>Most columns of a model: level, rate, approach, two steps, four sines; or a fill in place of the approach.</summary>
    public const int MostColumns = 13;

    private const int Rounds = 3;

    private readonly double[] _time;
    private readonly double[] _values;
    private readonly int[] _numbers;
    private readonly double[] _columns;
    private readonly double[] _residuals;
    private readonly double[] _matrix = new double[MostColumns * MostColumns];
    private readonly double[] _coefficients = new double[MostColumns];
    private readonly double _smallestVariance;
    private readonly double _mostCorrelation;

    private TrendModel _model;
    private double _criterion = double.PositiveInfinity;
    private double _correlation;
    private double _variance;
    private double _past;
    private double _weight = 1;

    /// <summary>Makes a fitter.</summary>
    /// <param name="time">When each block is, 0 to 1.</param>
    /// <param name="values">What each block holds.</param>
    /// <param name="numbers">The blocks' numbers.</param>
    /// <param name="windowMemories">How many times the noise's memory the window holds at the least.</param>
    /// <param name="smallestDeviation">Noise below this is taken as this: an exact line is not infinitely sure.</param>
    public TrendFitter(double[] time, double[] values, int[] numbers, double windowMemories, double smallestDeviation)
    {
        _time = time;
        _values = values;
        _numbers = numbers;
        _columns = new double[MostColumns * values.Length];
        _residuals = new double[values.Length];
        _smallestVariance = smallestDeviation * smallestDeviation;
        _mostCorrelation = Math.Exp(-windowMemories / Math.Max(1, values.Length));
    }

    /// <summary>Gets the correlation that the last <see cref="Fit"/> found.</summary>
    public double Correlation => _correlation;

    /// <summary>Gets the count of blocks.</summary>
    public int Count => _values.Length;

    /// <summary>Gets what a searched place adds to the criterion, over the one figure that it is.</summary>
    public double PriceOfAPlace => TrendThresholds.FiguresOfAPlace * Math.Log(Count);

    /// <summary>Gets when a block is, as a share of the window.</summary>
    public double TimeOf(int block) => _time[block];

    /// <summary>Fits one model, and keeps what <see cref="Take"/> hands out until the next fit.</summary>
    /// <returns>The criterion, the smaller the better; positive infinity where the series is too short for the model, or the model's parts
    /// cannot be told apart in it.</returns>
    public double Fit(TrendModel model)
    {
        int parameters = model.Parameters + 2;
        _criterion = double.PositiveInfinity;
        if (Count < parameters + 2)
        {
            return _criterion;
        }

        _model = model;
        FillColumns(model);
        _correlation = 0;
        double likelihood = 0;
        for (int round = 0; round < Rounds; round++)
        {
            _correlation = round == 0 ? 0 : Math.Clamp(EstimateCorrelation(model.Columns), 0, _mostCorrelation);
            if (!TrySolve(model.Columns, _correlation))
            {
                return double.PositiveInfinity;
            }

            (likelihood, _variance) = Likelihood(_correlation);
        }

        double small = 2.0 * parameters * (parameters + 1) / Math.Max(1, Count - parameters - 1);
        _criterion = (-2 * likelihood) + (parameters * Math.Log(Count)) + (model.Places * PriceOfAPlace) + small;
        return _criterion;
    }

    /// <summary>Fits one model with a correlation that is known: a third of the work, for comparing places of a step.</summary>
    /// <returns>A criterion that holds among models fitted with the same correlation; positive infinity as for <see cref="Fit"/>.</returns>
    public double Compare(TrendModel model, double correlation)
    {
        int parameters = model.Parameters + 2;
        _criterion = double.PositiveInfinity;
        if (Count < parameters + 2)
        {
            return double.PositiveInfinity;
        }

        FillColumns(model);
        return TrySolve(model.Columns, correlation) ? -2 * Likelihood(correlation).Likelihood : double.PositiveInfinity;
    }

    /// <summary>Hands out the last fit, with coefficients in the order level, rate, approach, first step, second step, fill, sines.</summary>
    /// <exception cref="InvalidOperationException">The last fit did not succeed.</exception>
    public TrendFit Take()
    {
        if (!double.IsFinite(_criterion))
        {
            throw new InvalidOperationException("The last model could not be fitted.");
        }

        int columns = _model.Columns;
        return new TrendFit
        {
            Model = _model,
            Criterion = _criterion,
            Coefficients = _coefficients[..columns],
            Errors = Errors(columns, _variance),
            Correlation = _correlation,
            FullAt = _model.FullAt > 0 ? _time[_model.FullAt] : 0,
            Deviation = Math.Sqrt(_variance),
            Freedom = Math.Max(1, (Count * (1 - _correlation) / (1 + _correlation)) - columns),
        };
    }

    private void FillColumns(TrendModel model)
    {
        int column = 0;
        var level = Column(column++);
        level.Fill(1);
        if (model.Line)
        {
            _time.CopyTo(Column(column++));
        }

        if (model.Settling > 0)
        {
            var target = Column(column++);
            for (int i = 0; i < target.Length; i++)
            {
                target[i] = -Math.Exp(-_time[i] / model.Settling);
            }
        }

        if (model.FirstStep > 0)
        {
            FillStep(Column(column++), model.FirstStep);
        }

        if (model.SecondStep > 0)
        {
            FillStep(Column(column++), model.SecondStep);
        }

        if (model.FullAt > 0)
        {
            FillRamp(Column(column++), _time[model.FullAt]);
        }

        for (int harmonic = 1; harmonic <= model.Harmonics; harmonic++)
        {
            FillSines(Column(column++), Column(column++), 2 * Math.PI * harmonic / model.Cycle);
        }
    }

    private static void FillStep(Span<double> target, int at)
    {
        target[..at].Clear();
        target[at..].Fill(1);
    }

    private void FillRamp(Span<double> target, double fullAt)
    {
        for (int i = 0; i < target.Length; i++)
        {
            target[i] = Math.Min(_time[i], fullAt);
        }
    }

    private void FillSines(Span<double> sines, Span<double> cosines, double frequency)
    {
        for (int i = 0; i < sines.Length; i++)
        {
            (sines[i], cosines[i]) = Math.SinCos(frequency * _time[i]);
        }
    }

    private Span<double> Column(int index) => _columns.AsSpan(index * Count, Count);

    /// <summary>Solves the whitened equations; leaves coefficients, factor and residuals of the series itself.</summary>
    private bool TrySolve(int columns, double correlation)
    {
        var matrix = _matrix.AsSpan(0, columns * columns);
        var right = _coefficients.AsSpan(0, columns);
        matrix.Clear();
        right.Clear();
        Whiten(correlation);
        Span<double> row = stackalloc double[MostColumns];
        for (int i = 0; i < Count; i++)
        {
            (double past, double weight) = Whitening(i);
            double value = weight * (_values[i] - (i > 0 ? past * _values[i - 1] : 0));
            for (int a = 0; a < columns; a++)
            {
                int at = (a * Count) + i;
                row[a] = weight * (_columns[at] - (i > 0 ? past * _columns[at - 1] : 0));
                right[a] += row[a] * value;
                for (int b = 0; b <= a; b++)
                {
                    matrix[(a * columns) + b] += row[a] * row[b];
                }
            }
        }

        if (!SmallSystem.TryFactor(matrix, columns))
        {
            return false;
        }

        SmallSystem.Solve(matrix, columns, right);
        FillResiduals(columns);
        return true;
    }

    private void FillResiduals(int columns)
    {
        for (int i = 0; i < Count; i++)
        {
            double fitted = 0;
            for (int a = 0; a < columns; a++)
            {
                fitted += _coefficients[a] * _columns[(a * Count) + i];
            }

            _residuals[i] = _values[i] - fitted;
        }
    }

    /// <summary>What of the block before is taken off, and what the difference is multiplied with.</summary>
    private (double Past, double Weight) Whitening(int index)
    {
        if (index == 0)
        {
            return (0, 1);
        }

        int gap = _numbers[index] - _numbers[index - 1];
        if (gap == 1)
        {
            return (_past, _weight);
        }

        double past = Math.Pow(_past, gap);
        return (past, 1 / Math.Sqrt(1 - (past * past)));
    }

    private void Whiten(double correlation)
    {
        _past = correlation;
        _weight = 1 / Math.Sqrt(1 - (correlation * correlation));
    }

    /// <summary>The log-likelihood at the best variance, and that variance.</summary>
    private (double Likelihood, double Variance) Likelihood(double correlation)
    {
        double squares = Count * _smallestVariance;
        double weights = 0;
        Whiten(correlation);
        double logarithm = Math.Log(_weight);
        for (int i = 0; i < Count; i++)
        {
            (double past, double weight) = Whitening(i);
            double innovation = weight * (_residuals[i] - (i > 0 ? past * _residuals[i - 1] : 0));
            squares += innovation * innovation;
            weights += weight == 1 ? 0 : weight == _weight ? logarithm : Math.Log(weight);
        }

        double variance = squares / Count;
        return ((-0.5 * Count * Math.Log(variance)) + weights, variance);
    }

    /// <summary>Lag-one correlation of the residuals; its bias towards zero, (p + (p+2)r)/n for p columns, is put right.</summary>
    private double EstimateCorrelation(int columns)
    {
        double squares = Count * _smallestVariance;
        double products = 0;
        for (int i = 0; i < Count; i++)
        {
            squares += _residuals[i] * _residuals[i];
            products += i > 0 ? _residuals[i] * _residuals[i - 1] : 0;
        }

        double raw = products / squares;
        return ((Count * raw) + columns) / Math.Max(1, Count - columns - 2);
    }

    private double[] Errors(int columns, double variance)
    {
        double[] errors = new double[columns];
        Span<double> unit = stackalloc double[MostColumns];
        double unbiased = variance * Count / Math.Max(1, Count - columns);
        for (int a = 0; a < columns; a++)
        {
            unit.Clear();
            unit[a] = 1;
            SmallSystem.Solve(_matrix, columns, unit[..columns]);
            errors[a] = Math.Sqrt(Math.Max(0, unit[a] * unbiased));
        }

        return errors;
    }
}
