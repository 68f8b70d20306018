using System.Globalization;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Says in words which past a verdict rests on.</summary>
internal static class VerdictHistoryText
{
    /// <summary>Makes the sentence.</summary>
    /// <returns>Null where the verdict rests on no past.</returns>
    public static string? Make(Verdict verdict, VerdictWords words) => verdict.History is { } history
        ? words.Say("history:" + history.Source, VerdictFigure.Word("since", Since(history, verdict.Window.To)))
        : null;

    /// <summary>Makes the time, with its date where that is another day than the verdict's.</summary>
    public static string Since(VerdictHistory history, DateTimeOffset end)
    {
        var local = history.From.ToLocalTime();
        return local.ToString(local.Date == end.ToLocalTime().Date ? "HH:mm" : "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
    }
}
