namespace Resident.Analysis.Tests.Trends;

/// <summary>Random numbers that are the same on every machine: SplitMix64, and Box and Muller's normal ones.</summary>
internal sealed class SimulatedNoise(ulong seed)
{
    // The seed is mixed: SplitMix64's streams of two seeds that are a multiple of its step apart are one stream, shifted.
    private ulong _state = Mix(unchecked(seed + 0xD1B54A32D192ED03));
    private double _spare = double.NaN;

    /// <summary>From 0 (left out) to 1.</summary>
    public double Uniform() => ((Next() >> 11) + 0.5) / (1UL << 53);

    public double Between(double low, double high) => low + ((high - low) * Uniform());

    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            double spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        double radius = Math.Sqrt(-2 * Math.Log(Uniform()));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * Uniform());
        _spare = radius * sine;
        return radius * cosine;
    }

    /// <summary>At least <paramref name="smallest"/>, with a heavy tail.</summary>
    public double Pareto(double smallest, double exponent) => smallest / Math.Pow(Uniform(), 1 / exponent);

    private ulong Next()
    {
        _state = unchecked(_state + 0x9E3779B97F4A7C15);
        return Mix(_state);
    }

    private static ulong Mix(ulong value)
    {
        unchecked
        {
            ulong mixed = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }
}
