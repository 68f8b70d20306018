using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Prints groups of goroutines, one a line, the largest first.</summary>
public static class GoroutineText
{
    /// <summary>Writes the report.</summary>
    /// <param name="census">The goroutines.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="most">How many groups to print; the rest is summed up in one line.</param>
    /// <param name="withSystem">Whether the runtime's own goroutines are shown.</param>
    public static void Write(GoroutineCensus census, TextWriter output, int most, bool withSystem)
    {
        ArgumentNullException.ThrowIfNull(census);
        ArgumentNullException.ThrowIfNull(output);
        GoroutineGroup[] groups = [.. census.Groups.Where(group => withSystem || !group.IsSystem)];
        output.WriteLine(Line($"{"COUNT",8} {"STATE",-26} {"LONGEST",9} {"STACKS",10}  RUNS / CREATED BY"));
        foreach (var group in groups.Take(most))
        {
            string state = group.WaitReason ?? group.State;
            output.WriteLine(Line(
                $"{group.Count,8} {state,-26} {Waited(group.LongestWait),9} {group.StackBytes,10}  {group.Start?.Function ?? "?"} / {Place(group.CreatedBy)}"));
        }

        if (groups.Length > most)
        {
            output.WriteLine(Line($"{groups.Skip(most).Sum(static group => group.Count),8} in {groups.Length - most} more groups"));
        }

        output.WriteLine(Line($"{census.Count,8} {(census.Count == 1 ? "goroutine" : "goroutines")}"));
    }

    private static string Place(GoFrame? frame) =>
        frame is { } known ? Line($"{known.Function} {known.File}:{known.Line}") : "-";

    private static string Waited(TimeSpan? wait) => wait switch
    {
        null => "-",
        { TotalSeconds: < 120 } brief => Line($"{brief.TotalSeconds:F0}s"),
        { TotalMinutes: < 120 } medium => Line($"{medium.TotalMinutes:F0}m"),
        { } longer => Line($"{longer.TotalHours:F0}h"),
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
