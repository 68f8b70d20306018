using Resident.Model;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>Makes Model's records of a line's figures.</summary>
internal static class TraceRecords
{
    /// <summary>A process that is 30 years old is none: Go 1.9.0 and 1.9.1 on darwin and windows print 2^64 ns less a day.</summary>
    private const double MostSeconds = 1e9;

    /// <summary>2^57 bytes in MiB: the largest address space of a processor that Go runs on.</summary>
    private const long NoGoal = 1L << 37;

    private const double MicrosecondsPerMillisecond = 1000;
    private const double MillisecondsPerSecond = 1000;
    private const int PartsOfGo15 = 5;

    public static GcCycle GcCycle(in TraceLine line, ref readonly TraceFields fields)
    {
        bool old = line.Kind == TraceKind.GcOld;
        double[] clock = Clock(in fields);
        return new GcCycle
        {
            Line = line.Line,
            Source = line.Source,
            WallTime = line.WallTime,
            Repaired = line.Repaired,
            Number = fields[TraceField.Number],
            AtSeconds = old ? null : SecondsOf(in fields),
            CpuPercentSinceStart = old ? null : ClampToInt(fields[TraceField.Percent]),
            ClockMilliseconds = clock,
            CpuMilliseconds = Cpu(in fields),
            HeapStartMebibytes = Bounded(fields[TraceField.HeapStart]),
            HeapEndMebibytes = Bounded(fields[TraceField.HeapEnd]),
            HeapLiveMebibytes = Optional(in fields, TraceField.HeapLive),
            GoalMebibytes = GoalOf(in fields),
            StacksMebibytes = Optional(in fields, TraceField.Stacks),
            GlobalsMebibytes = Optional(in fields, TraceField.Globals),
            Procs = fields.Has(TraceField.Procs) ? ClampToInt(fields[TraceField.Procs]) : null,
            Forced = fields.Has(TraceField.Forced),
            Era = old ? OldEra(in fields) : Era(in fields),
            PauseMilliseconds = Pause(clock, old, fields.Has(TraceField.Forced)),
        };
    }

    /// <summary>Gets a cycle's goal, MiB; null where its era prints none or, with GOGC=off, there is none.</summary>
    /// <remarks>With GOGC=off and no memory limit the runtime prints 2^64, 2^63 or a little less in MiB: beyond any
    /// address space.</remarks>
    public static long? GoalOf(ref readonly TraceFields fields) => Optional(in fields, TraceField.Goal) is { } goal and < NoGoal ? goal : null;

    public static ScavengeEvent Scavenge(in TraceLine line, ref readonly TraceFields fields)
    {
        bool scvg = line.Kind == TraceKind.Scvg;
        return new ScavengeEvent
        {
            Line = line.Line,
            Source = line.Source,
            WallTime = line.WallTime,
            Repaired = line.Repaired,
            Work = scvg ? ScvgWork(in fields) : ByteSize.FromKibibytes(Bounded(fields[TraceField.Work]) + Bounded(fields[TraceField.WorkEager])),
            Released = scvg ? Mebibytes(in fields, TraceField.ScvgReleased) : Released(in fields),
            Inuse = Mebibytes(in fields, TraceField.ScvgInuse),
            Idle = Mebibytes(in fields, TraceField.ScvgIdle),
            Sys = Mebibytes(in fields, TraceField.ScvgSys),
            Consumed = Mebibytes(in fields, TraceField.ScvgConsumed),
            UtilizationPercent = fields.Has(TraceField.Utilization) ? ClampToInt(fields[TraceField.Utilization]) : null,
            Forced = fields.Has(TraceField.Forced),
            Era = scvg ? ScvgEra(in fields) : ScavEra(in fields),
        };
    }

    /// <summary>Seconds from the process's start, with a start that cannot be told set to 0.</summary>
    public static double SecondsOf(ref readonly TraceFields fields) => fields.At > MostSeconds ? 0 : fields.At;

    /// <summary>How long a cycle of Go 1.5 and later took in all its phases, in seconds; with phases that cannot be told, 0.</summary>
    public static double ClockSecondsOf(ref readonly TraceFields fields)
    {
        double milliseconds = 0;
        for (int index = 0; index < fields.ClockCount; index++)
        {
            milliseconds += fields.Clock(index);
        }

        double seconds = milliseconds / MillisecondsPerSecond;
        return seconds > MostSeconds ? 0 : seconds;
    }

    private static double[] Clock(ref readonly TraceFields fields)
    {
        double unit = fields.Has(TraceField.Microseconds) ? MicrosecondsPerMillisecond : 1;
        double[] clock = new double[fields.ClockCount];
        for (int index = 0; index < clock.Length; index++)
        {
            clock[index] = fields.Clock(index) / unit;
        }

        return clock;
    }

    private static double[] Cpu(ref readonly TraceFields fields)
    {
        double[] cpu = new double[fields.CpuCount];
        for (int index = 0; index < cpu.Length; index++)
        {
            cpu[index] = fields.Cpu(index);
        }

        return cpu;
    }

    /// <summary>Up to Go 1.4 the whole collection is a pause; Go 1.5 forced too. Later the first and the last phase are.</summary>
    private static double Pause(double[] clock, bool old, bool forced)
    {
        bool whole = old || clock.Length < 2 || (forced && clock.Length == PartsOfGo15);
        return whole ? clock.Sum() : clock[0] + clock[^1];
    }

    private static string Era(ref readonly TraceFields fields) => fields switch
    {
        _ when fields.Has(TraceField.LeakCheck) => "1.26",
        _ when fields.Has(TraceField.Stacks) => "1.18",
        _ when fields.ClockCount == PartsOfGo15 => "1.5",
        _ => "1.6",
    };

    private static string OldEra(ref readonly TraceFields fields) => fields switch
    {
        _ when fields.Has(TraceField.Goroutines) => "1.4",
        _ when fields.Has(TraceField.Microseconds) => "1.3",
        _ when fields.Has(TraceField.Comma) => "1.1",
        _ => "1.0",
    };

    private static string ScavEra(ref readonly TraceFields fields) => fields switch
    {
        _ when fields.Has(TraceField.ReleasedNow) => "1.21",
        _ when fields.Has(TraceField.ControllerReset) => fields.Has(TraceField.Generation) ? "1.18" : "1.19",
        _ => fields.Has(TraceField.Generation) ? "1.15" : "1.14",
    };

    private static string ScvgEra(ref readonly TraceFields fields) => fields switch
    {
        _ when fields.Has(TraceField.ScvgWorkKibibytes) => "1.14",
        _ when fields.Has(TraceField.ScvgNumbered) => "1.0",
        _ => "1.13",
    };

    private static ByteSize? ScvgWork(ref readonly TraceFields fields) => fields.Has(TraceField.ScvgWorkKibibytes)
        ? ByteSize.FromKibibytes(Bounded(fields[TraceField.ScvgWorkKibibytes]))
        : Mebibytes(in fields, TraceField.ScvgWorkMebibytes);

    private static ByteSize? Released(ref readonly TraceFields fields)
    {
        var field = fields.Has(TraceField.ReleasedNow) ? TraceField.ReleasedNow : TraceField.ReleasedTotal;
        return fields.Has(field) ? ByteSize.FromKibibytes(Bounded(fields[field])) : null;
    }

    private static ByteSize? Mebibytes(ref readonly TraceFields fields, TraceField field) =>
        fields.Has(field) ? ByteSize.FromKibibytes(Bounded(fields[field]) * 1024) : null;

    private static long? Optional(ref readonly TraceFields fields, TraceField field) => fields.Has(field) ? Bounded(fields[field]) : null;

    /// <summary>A size that fits: a line can state any number, and 2^42 KiB is more than any machine has.</summary>
    private static long Bounded(long value) => Math.Min(value, 1L << 42);

    private static int ClampToInt(long value) => (int)Math.Min(value, int.MaxValue);
}
