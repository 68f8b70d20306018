namespace Resident.Analysis.GcTrace;

/// <summary>Values for percentiles in bounded memory: all of them up to 65,536, then every second one, every fourth, and so on.</summary>
/// <remarks>Of n values at least 32,768 are kept, evenly over time, so a percentile's rank is off by less than 1 % of n
/// (three standard errors of a sample of that size). The largest value is kept by itself and is exact.</remarks>
internal sealed class PauseSample
{
    private const int MostKept = 65_536;

    private readonly List<float> _kept = [];
    private long _stride = 1;
    private long _seen;

    /// <summary>Gets the largest value of all; 0 where there is none.</summary>
    public double Largest { get; private set; }

    /// <summary>Adds a value.</summary>
    public void Add(double value)
    {
        Largest = Math.Max(Largest, value);
        if (_seen++ % _stride != 0)
        {
            return;
        }

        if (_kept.Count == MostKept)
        {
            for (int i = 0; i < MostKept / 2; i++)
            {
                _kept[i] = _kept[2 * i];
            }

            _kept.RemoveRange(MostKept / 2, MostKept / 2);
            _stride *= 2;
        }

        _kept.Add((float)value);
    }

    /// <summary>Gets the kept values, rising.</summary>
    public IReadOnlyList<double> Sorted() => [.. _kept.Order().Select(static value => Math.Round(value, 6))];
}
