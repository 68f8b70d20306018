using System.Globalization;
using Resident.Model;

namespace Resident.Reporting.Runtime;

/// <summary>Prints groups of goroutines, one a line, the largest first.</summary>
public static class GoroutineText
{
    private const int StateWidth = 26;

    /// <summary>Writes the report.</summary>
    /// <param name="census">The goroutines.</param>
    /// <param name="output">Receives the text.</param>
    /// <param name="most">How many groups to print; the rest is summed up in one line.</param>
    /// <param name="withSystem">Whether the runtime's own goroutines are shown.</param>
    /// <param name="width">How many columns there are. Where a row is too long, its places are told more shortly.</param>
    public static void Write(GoroutineCensus census, TextWriter output, int most, bool withSystem, int width = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(census);
        ArgumentNullException.ThrowIfNull(output);
        GoroutineGroup[] groups = [.. census.Groups.Where(group => withSystem || !group.IsSystem)];
        int stateWidth = width == int.MaxValue ? StateWidth : groups.Take(most).Select(static group => StateOf(group).Length).Append("STATE".Length).Max();
        output.WriteLine(Line($"{"COUNT",8} {"STATE".PadRight(stateWidth)} {"LONGEST",9} {"STACKS",10}  RUNS / CREATED BY"));
        foreach (var group in groups.Take(most))
        {
            string figures = Line($"{group.Count,8} {StateOf(group).PadRight(stateWidth)} {Waited(group.LongestWait),9} {group.StackBytes,10}  ");
            output.WriteLine(figures + Places(group, width - figures.Length));
        }

        if (groups.Length > most)
        {
            output.WriteLine(Line($"{groups.Skip(most).Sum(static group => group.Count),8} in {groups.Length - most} more groups"));
        }

        output.WriteLine(Line($"{census.Count,8} {(census.Count == 1 ? "goroutine" : "goroutines")}"));
    }

    private static string StateOf(GoroutineGroup group) => group.WaitReason ?? group.State;

    // The whole of it, without folders, without the creator's name, without packages: the first that fits.
    private static string Places(GoroutineGroup group, int room)
    {
        string runs = group.Start?.Function ?? "?";
        if (group.CreatedBy is not { } creator)
        {
            return Fit($"{runs} / -", room);
        }

        string file = Path.GetFileName(creator.File);
        string[] forms =
        [
            Line($"{runs} / {creator.Function} {creator.File}:{creator.Line}"),
            Line($"{runs} / {creator.Function} {file}:{creator.Line}"),
            Line($"{runs} / {file}:{creator.Line}"),
            Line($"{runs[(runs.LastIndexOf('/') + 1)..]} / {file}:{creator.Line}"),
        ];
        return forms.FirstOrDefault(form => form.Length <= room) ?? Fit(forms[^1], room);
    }

    private static string Fit(string text, int room) => text.Length <= Math.Max(room, 2) ? text : text[..(Math.Max(room, 2) - 1)] + "…";

    private static string Waited(TimeSpan? wait) => wait switch
    {
        null => "-",
        { TotalSeconds: < 120 } brief => Line($"{brief.TotalSeconds:F0}s"),
        { TotalMinutes: < 120 } medium => Line($"{medium.TotalMinutes:F0}m"),
        { } longer => Line($"{longer.TotalHours:F0}h"),
    };

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
