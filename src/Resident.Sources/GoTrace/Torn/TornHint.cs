using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>What a cycle's figures are likely to be: some hardly change from one cycle of a process to the next, and some follow from others.</summary>
/// <param name="Number">The last cycle's number; 0: there was none.</param>
/// <param name="At">Its start, in seconds.</param>
/// <param name="Procs">Its GOMAXPROCS.</param>
/// <param name="Globals">Its globals, in MiB.</param>
internal readonly record struct TornHint(long Number, double At, long Procs, long Globals)
{
    private const int Other = 2;
    private const int Unlike = 3;
    private const int Impossible = 6;
    private const long MostProcs = 4096;
    private const double LeastUnit = 0.001;
    private const double Epsilon = 1e-9;

    /// <summary>Tells how unlikely the figures of a whole line are.</summary>
    public int Oddness(ref readonly TraceFields fields)
    {
        int cost = AreOneFactor(in fields) ? 0 : Impossible;
        if (Number > 0)
        {
            cost += fields[TraceField.Number] == Number + 1 ? 0 : Other;
            cost += fields.At >= At ? 0 : Unlike;
            cost += fields[TraceField.Procs] == Procs ? 0 : Unlike;
            cost += fields[TraceField.Globals] == Globals ? 0 : Unlike;
        }

        return cost;
    }

    /// <summary>The processor time of the first and of the last phase is their time on the clock, times the processors that stood still: the
    /// same number for both, and no more than there are. Source: gcMarkTermination in Go's runtime/mgc.go.</summary>
    private static bool AreOneFactor(ref readonly TraceFields fields)
    {
        (double low, double high) = Factors(fields.Clock(0), fields.Cpu(0));
        (double lowLast, double highLast) = Factors(fields.Clock(fields.ClockCount - 1), fields.Cpu(fields.CpuCount - 1));
        double least = Math.Max(1, Math.Ceiling(Math.Max(low, lowLast) - Epsilon));
        return least <= Math.Min(Math.Min(high, highLast) + Epsilon, Math.Min(MostProcs, fields[TraceField.Procs]));
    }

    /// <summary>Between which numbers the factor lies, for both times were cut to the digits that were printed.</summary>
    private static (double Low, double High) Factors(double clock, double cpu)
    {
        double most = cpu + Unit(cpu);
        return (cpu / (clock + Unit(clock)), clock > 0 ? most / clock : double.MaxValue);
    }

    /// <summary>What the last printed digit stands for, as fmtNSAsMS prints: two digits that count, at most three decimals, none from 10 ms on.</summary>
    private static double Unit(double milliseconds) => milliseconds switch
    {
        >= 10 => 1,
        >= 1 => 0.1,
        >= 0.1 => 0.01,
        _ => LeastUnit,
    };
}
