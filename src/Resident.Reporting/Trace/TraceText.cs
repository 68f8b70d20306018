using System.Globalization;
using Resident.Model;
using Resident.Reporting.Verdicts;

namespace Resident.Reporting.Trace;

/// <summary>Writes what a whole trace tells, for people: a block a process, then the scavenger and what else was there.</summary>
public static class TraceText
{
    private const double LowGogc = 80;
    private const double HighGogc = 125;
    private static readonly Version FirstWithGoals = new(1, 5);

    /// <summary>Writes the summary.</summary>
    /// <param name="output">Takes the text.</param>
    /// <param name="processes">One summary a process.</param>
    /// <param name="scavenges">What the scavenger's lines tell in all, one a process.</param>
    /// <param name="otherLines">How many lines of each other kind of trace there were, by the kind's name; those without any are left out.</param>
    /// <param name="incompleteLines">How many trace lines began and never ended.</param>
    /// <param name="words">The language of what follows from live heap.</param>
    public static void Write(
        TextWriter output,
        IReadOnlyList<GcTraceSummary> processes,
        IReadOnlyList<ScavengeSummary> scavenges,
        IReadOnlyDictionary<string, long> otherLines,
        long incompleteLines,
        VerdictWords words)
    {
        if (processes.Count == 0)
        {
            output.WriteLine("No GC cycle. A program prints its first when its heap passes 4 MiB; GODEBUG=gctrace=1 must be set.");
        }

        foreach (var process in processes)
        {
            Process(output, process, words);
        }

        foreach (var scavenger in scavenges)
        {
            Scavenger(output, scavenger);
        }

        foreach ((string kind, long count) in otherLines.Where(static pair => pair.Value > 0).OrderBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            Row(output, kind, $"{count} {Plural(count, "line")}");
        }

        if (incompleteLines > 0)
        {
            Row(output, "broken off", $"{incompleteLines} {Plural(incompleteLines, "line")} that began and never ended");
        }
    }

    private static void Process(TextWriter output, GcTraceSummary process, VerdictWords words)
    {
        output.WriteLine(process.Source.Length == 0 ? "Go process" : $"Go process {process.Source}");
        Row(output, "cycles", $"{process.Cycles}{Extra(process)}, format of Go {process.Era} and later");
        if (process.FromSeconds is { } from && process.ToSeconds is { } to)
        {
            Row(output, "time", $"{from:0.###} s to {to:0.###} s after the start");
        }

        if (process.LastLiveMebibytes is { } live)
        {
            Row(output, "live heap", $"{process.FirstLiveMebibytes} MiB -> {live} MiB, at most {process.LargestLiveMebibytes} MiB{Goal(process)}");
        }

        if (process.Verdict is { } verdict)
        {
            Row(output, "verdict", $"{TraceVerdictText.Make(verdict, words)}");
        }

        if (process.Gogc is { } gogc && gogc is < LowGogc or > HighGogc)
        {
            Row(output, "GOGC", $"about {gogc:0}{(process.IsGogcBound ? " or less" : "")}, by the goals");
        }

        Row(output, "pauses", $"median {process.PauseMedianMilliseconds:0.###} ms, p99 {process.Pause99Milliseconds:0.###} ms, longest {process.LongestPauseMilliseconds:0.###} ms");
        if (process.CpuPercent is { } cpu)
        {
            Row(output, "GC CPU", $"{cpu:0.0} % of {process.Procs} {Plural(process.Procs ?? 0, "processor")} between cycles, at most {process.LargestCpuPercent:0.0} %");
        }

        if (process.AllocationMebibytesPerSecond is { } rate)
        {
            Row(output, "allocation", $"{rate:0.0} MiB/s");
        }

        output.WriteLine();
    }

    // Goals came with Go 1.5; where a newer runtime sets none, GOGC is off.
    private static string Goal(GcTraceSummary process) =>
        process.LastGoalMebibytes is { } goal ? string.Create(CultureInfo.InvariantCulture, $", goal now {goal} MiB")
        : Version.TryParse(process.Era, out var era) && era >= FirstWithGoals ? ", no goal: GOGC is off" : "";

    private static string Extra(GcTraceSummary process)
    {
        string[] words =
        [
            Words(process.Forced, "forced"),
            Words(process.LimitDriven, "driven by the memory limit"),
            Words(process.Repaired, "put together from torn lines"),
        ];
        string text = string.Join(", ", words.Where(static word => word.Length > 0));
        return text.Length == 0 ? "" : $" ({text})";
    }

    private static string Words(int count, string words) => count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"{count} {words}");

    private static void Scavenger(TextWriter output, ScavengeSummary scavenger)
    {
        string name = scavenger.Source.Length == 0 ? "scavenger" : $"scavenger {scavenger.Source}";
        string now = scavenger.Released is { } released ? $", {released} given back now" : "";
        Row(output, name, $"{scavenger.Lines} {Plural(scavenger.Lines, "line")}, {scavenger.Work} returned to the system{now}");
    }

    private static string Plural(long count, string noun) => count == 1 ? noun : noun + "s";

    private static void Row(TextWriter output, string name, FormattableString text) =>
        output.WriteLine($"  {name,-12} {text.ToString(CultureInfo.InvariantCulture)}");
}
