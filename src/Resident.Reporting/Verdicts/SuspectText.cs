using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Says in words what is suspected, and what a look of this length could have found at all.</summary>
internal static class SuspectText
{
    /// <summary>Says a sentence about a suspect.</summary>
    public static string Say(string id, VerdictSuspect suspect, VerdictWords words)
    {
        string sentence = words.Say(
            id,
            VerdictFigure.Bytes("held", suspect.Held.Bytes),
            VerdictFigure.Count("allocs", suspect.SampledAllocs),
            suspect.SampledFrees == 0 ? VerdictFigure.Word("freed", words["suspect-none"]) : VerdictFigure.Count("freed", suspect.SampledFrees),
            VerdictFigure.Seconds("period", suspect.Period.TotalSeconds));
        return HeadlineParts.Fill(sentence, "site", VerdictWords.Place(suspect.Function, suspect.File, suspect.Line));
    }

    /// <summary>Says a suspect in a line of a list.</summary>
    public static string Line(VerdictSuspect suspect, VerdictWords words) => Say(suspect.IsSinceStart ? "suspect-since-start" : "suspect", suspect, words);

    /// <summary>Says the smallest leak that would have been seen; "" where that is not known.</summary>
    public static string Sensitivity(Verdict verdict, VerdictWords words)
    {
        if (verdict.Sensitivity is not { } sensitivity)
        {
            return "";
        }

        var window = VerdictFigure.Seconds("window", verdict.Window.Length.TotalSeconds);
        return sensitivity.BytesPerHour is { } rate && double.IsFinite(rate)
            ? words.Say("sensitivity", VerdictFigure.PerHour("rate", rate), window)
            : words.Say("sensitivity-none", window);
    }
}
