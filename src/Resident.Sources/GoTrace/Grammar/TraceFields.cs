using System.Runtime.CompilerServices;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>The figures of one trace line while it is read: a value, so that reading allocates nothing.</summary>
internal struct TraceFields
{
    /// <summary>The most phases or parts that are kept; the runtime has never printed more than 7.</summary>
    public const int MostParts = 8;

    private Longs _values;
    private Doubles _clock;
    private Doubles _cpu;
    private ulong _present;

    /// <summary>Gets or sets the number token read last, as a whole and as a decimal.</summary>
    public long LastWhole { get; set; }

    /// <summary>Gets or sets the number token read last.</summary>
    public double Last { get; set; }

    /// <summary>Gets the seconds after @.</summary>
    public double At { get; private set; }

    public int ClockCount { get; private set; }

    public int CpuCount { get; private set; }

    public readonly bool Has(TraceField field) => (_present & (1UL << (int)field)) != 0;

    public readonly long this[TraceField field] => _values[(int)field];

    public readonly double Clock(int index) => _clock[index];

    public readonly double Cpu(int index) => _cpu[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(TraceField field)
    {
        switch (field)
        {
            case TraceField.None:
                return;
            case TraceField.Clock:
                if (ClockCount < MostParts)
                {
                    _clock[ClockCount++] = Last;
                }

                return;
            case TraceField.Cpu:
                if (CpuCount < MostParts)
                {
                    _cpu[CpuCount++] = Last;
                }

                return;
            case TraceField.At:
                At = Last;
                break;
            default:
                _values[(int)field] = LastWhole;
                break;
        }

        _present |= 1UL << (int)field;
    }

    [InlineArray(40)]
    private struct Longs
    {
        private long _first;
    }

    [InlineArray(MostParts)]
    private struct Doubles
    {
        private double _first;
    }
}
