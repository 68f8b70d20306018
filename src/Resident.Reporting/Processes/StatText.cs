using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Processes;

/// <summary>Writes samples as vmstat does: one line each in 80 columns, the headings again every 20 lines.</summary>
/// <remarks>
/// THR is the number of threads; HEAP is HeapAlloc, or the heap at the last traced cycle's end; GOAL is NextGC, or the traced goal; GCs are the
/// cycles since the line above. GC% is the share of the CPUs that the traced cycles since the line above took (all parts but idle marking,
/// over the time and GOMAXPROCS); without a trace it is the runtime's share since the start. Not known: "-". One writer serves one target.
/// </remarks>
public sealed class StatText
{
    private const int LinesAHeading = 20;
    private const int IdlePart = 3;
    private const string Heading = "TIME       RES   SHR RES-SHR  SWAP  VIRT  DATA  CODE  THR  HEAP  GOAL  GCs   GC%";

    private readonly TextWriter _output;
    private readonly bool _isOfDays;
    private long _lines;
    private Sample? _previous;
    private int _procs;

    /// <summary>Initializes a new instance of the <see cref="StatText"/> class.</summary>
    /// <param name="output">Where the lines go; the caller owns it.</param>
    /// <param name="isOfDays">Whether the lines are of several days: then the first one's date is told, too.</param>
    public StatText(TextWriter output, bool isOfDays = false)
    {
        ArgumentNullException.ThrowIfNull(output);
        _output = output;
        _isOfDays = isOfDays;
    }

    /// <summary>Writes one line, below the headings where they are due, and below its date where that is another than
    /// the line's above. The time is shown in the sample's own offset.</summary>
    public void Write(Sample sample)
    {
        ArgumentNullException.ThrowIfNull(sample);
        WriteAbove(sample);
        var process = sample.Process;
        var whole = process is { IsPartial: true } ? null : process;
        var virt = whole is null && process?.Virt.Bytes is 0 ? null : process?.Virt;
        string threads = process is null or { IsPartial: true, Threads: 0 } ? "-" : process.Threads.ToString(CultureInfo.InvariantCulture);
        _output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{sample.Time:HH:mm:ss} {Show(process?.Res)} {Show(whole?.Shr)} {ShortSize.Format(whole?.ResMinusShr),7} {Show(whole?.Swap)} {Show(virt)} {Show(whole?.Data)} {Show(whole?.Code)} {threads,4} {Show(HeapOf(sample))} {Show(GoalOf(sample))} {Cycles(sample),4} {Share(sample),5}"));
        _previous = sample;
    }

    private void WriteAbove(Sample sample)
    {
        if (_lines % LinesAHeading == 0)
        {
            _output.WriteLine(Heading);
        }

        if (_previous is null ? _isOfDays : _previous.Time.Date != sample.Time.Date)
        {
            _output.WriteLine(sample.Time.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        _lines++;
    }

    private static string Show(ByteSize? size) => ShortSize.Format(size).PadLeft(5);

    private static ByteSize? HeapOf(Sample sample) =>
        sample.Go?.HeapAlloc
        ?? (sample.GcCycles.Count > 0 && sample.GcCycles[^1].HeapEndMebibytes is { } end ? ByteSize.FromMebibytes(end) : null);

    private static ByteSize? GoalOf(Sample sample) =>
        sample.Go?.NextGC
        ?? (sample.GcCycles.Count > 0 && sample.GcCycles[^1].GoalMebibytes is { } goal ? ByteSize.FromMebibytes(goal) : null);

    private string Cycles(Sample sample)
    {
        bool sameRun = _previous is not null && _previous.Run == sample.Run;
        if (sameRun && sample.Go?.NumGC is { } now && _previous!.Go?.NumGC is { } before && now >= before)
        {
            return (now - before).ToString(CultureInfo.InvariantCulture);
        }

        // Those that a runtime remembers at the first look did not end since the row before.
        return sample.Go?.NumGC is null && (sample.GcCycles.Count > 0 || (sample.Go is null && sample.Process is null))
            ? sample.GcCycles.Count.ToString(CultureInfo.InvariantCulture)
            : "-";
    }

    private string Share(Sample sample)
    {
        double seconds = _previous is null ? 0 : (sample.Time - _previous.Time).TotalSeconds;
        _procs = sample.GcCycles.Count > 0 ? sample.GcCycles[^1].Procs ?? 0 : _procs;
        if (seconds > 0 && _procs > 0)
        {
            // Once a cycle was traced, a second without one is a second without GC.
            double milliseconds = sample.GcCycles.Sum(static cycle => cycle.CpuMilliseconds.Where(static (_, part) => part != IdlePart).Sum());
            return Percent(milliseconds / (seconds * _procs * 10));
        }

        return sample.Go?.GCCPUFraction is { } fraction ? Percent(fraction * 100) : "-";
    }

    private static string Percent(double percent) => percent.ToString(percent >= 99.95 ? "0" : "0.0", CultureInfo.InvariantCulture);
}
