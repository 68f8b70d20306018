namespace Resident.Model.Profiles;

/// <summary>Units that convert into each other.</summary>
internal sealed record MeasurementFamily(MeasurementUnit Default, MeasurementUnit[] Units)
{
    private const double Nano = 1;
    private const double Second = 1e9;
    private const double SecondsOfHour = 3600;

    /// <summary>Gets the families, in the order in which a unit is looked for.</summary>
    public static MeasurementFamily[] All { get; } = [Bytes(), Time(), ComputeUnits()];

    /// <summary>Finds the unit that a text names, or null.</summary>
    public MeasurementUnit? Find(string text)
    {
        string name = text.ToLowerInvariant();
        if (name.Length > 2 && name[^1] == 's')
        {
            name = name[..^1];
        }

        return Array.Find(Units, unit => unit.IsCalled(name));
    }

    /// <summary>Picks the largest unit that keeps the value at one or above, or null.</summary>
    public MeasurementUnit? Fit(double value)
    {
        MeasurementUnit? best = null;
        foreach (var unit in Units)
        {
            if (value / unit.Factor >= 1)
            {
                best = unit;
            }
        }

        return best;
    }

    private static MeasurementFamily Bytes()
    {
        MeasurementUnit[] units =
        [
            new("B", "b,byte", 1),
            new("kB", "kb,kbyte,kilobyte", 1L << 10),
            new("MB", "mb,mbyte,megabyte", 1L << 20),
            new("GB", "gb,gbyte,gigabyte", 1L << 30),
            new("TB", "tb,tbyte,terabyte", 1L << 40),
            new("PB", "pb,pbyte,petabyte", 1L << 50),
        ];
        return new MeasurementFamily(units[0], units);
    }

    private static MeasurementFamily Time()
    {
        MeasurementUnit[] units =
        [
            new("ns", "ns,nanosecond", Nano),
            new("us", "μs,us,microsecond", 1e3),
            new("ms", "ms,millisecond", 1e6),
            new("s", "s,sec,second", Second),
            new("hrs", "hour,hr", SecondsOfHour * Second),
        ];
        return new MeasurementFamily(units[3], units);
    }

    private static MeasurementFamily ComputeUnits()
    {
        MeasurementUnit[] units =
        [
            new("n*GCU", "nanogcu", 1e-9),
            new("u*GCU", "microgcu", 1e-6),
            new("m*GCU", "milligcu", 1e-3),
            new("GCU", "gcu", 1),
            new("k*GCU", "kilogcu", 1e3),
            new("M*GCU", "megagcu", 1e6),
            new("G*GCU", "gigagcu", 1e9),
            new("T*GCU", "teragcu", 1e12),
            new("P*GCU", "petagcu", 1e15),
        ];
        return new MeasurementFamily(units[3], units);
    }
}
