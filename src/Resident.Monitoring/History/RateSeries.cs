using Resident.Model;

namespace Resident.Monitoring.History;

/// <summary>Figures that follow from two samples: totals turned into rates, and what Resident itself costs.</summary>
internal sealed class RateSeries
{
    private Sample? _previous;

    /// <summary>Gets the series, in the order that <see cref="Read"/> fills.</summary>
    public static IReadOnlyList<SeriesDescription> Descriptions { get; } =
    [
        new("process.cpu", "percent", "level"),
        new("process.majorFaults", "count/s", "level"),
        new("process.minorFaults", "count/s", "level"),
        new("go.allocRate", "bytes/s", "level"),
        new("go.gcRate", "count/s", "level"),
        new("self.res", "bytes", "level"),
        new("self.cpu", "percent", "level"),
    ];

    /// <summary>Reads every figure of a sample and the one before; NaN where it has none.</summary>
    /// <param name="sample">The newest sample.</param>
    /// <param name="self">What Resident itself costs.</param>
    /// <param name="values">Room for one value a series.</param>
    public void Read(Sample sample, SelfCost self, Span<double> values)
    {
        values.Fill(double.NaN);
        values[5] = self.Res?.Bytes ?? double.NaN;
        values[6] = self.CpuPercent ?? double.NaN;
        if (_previous is { } before && before.Run == sample.Run)
        {
            ReadProcess(before.Process, sample.Process, values);
            ReadGo(before.Go, sample.Go, values);
        }

        _previous = sample;
    }

    private static void ReadProcess(ProcessMemory? before, ProcessMemory? now, Span<double> values)
    {
        if (before is null || now is null || now.TakenAt <= before.TakenAt)
        {
            return;
        }

        double seconds = (now.TakenAt - before.TakenAt).TotalSeconds;
        if (now.CpuTime > TimeSpan.Zero || !now.IsPartial)
        {
            values[0] = 100 * (now.CpuTime - before.CpuTime).TotalSeconds / seconds;
        }

        if (now.IsPartial)
        {
            return;
        }

        values[1] = (now.MajorFaults - before.MajorFaults) / seconds;
        values[2] = (now.MinorFaults - before.MinorFaults) / seconds;
    }

    private static void ReadGo(GoMemory? before, GoMemory? now, Span<double> values)
    {
        if (before is null || now is null || now.TakenAt <= before.TakenAt)
        {
            return;
        }

        double seconds = (now.TakenAt - before.TakenAt).TotalSeconds;
        values[3] = (now.TotalAlloc - before.TotalAlloc) / seconds ?? double.NaN;
        values[4] = (now.NumGC - before.NumGC) / seconds ?? double.NaN;
    }
}
