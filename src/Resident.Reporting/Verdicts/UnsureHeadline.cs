using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>The headline where no cause is sure: what RES is made of, what is suspected, and when the answer can be
/// expected.</summary>
internal static class UnsureHeadline
{
    /// <summary>Makes the sentences.</summary>
    public static IEnumerable<string> Sentences(Verdict verdict, VerdictWords words, bool isFlat)
    {
        if (verdict.IsResUnknown)
        {
            yield return words.Say("lead-res-not-told");
            yield return words.Say(verdict.Causes[0].Evidence[0]);
            yield break;
        }

        if (Unsplit(verdict) is { } unsplit)
        {
            yield return words.Say(
                "unsure-" + unsplit,
                VerdictFigure.Bytes("change", verdict.ResTo.Bytes - verdict.ResFrom.Bytes), VerdictFigure.Seconds("window", verdict.Window.Length.TotalSeconds));
            yield break;
        }

        if (verdict.Causes[0].Evidence is [{ Id: VerdictFactIds.UnknownRuntimeRises or VerdictFactIds.UnknownRuntimeLevel } unknown, ..])
        {
            yield return words.Say(
                "unsure-" + unknown.Id, VerdictFigure.Bytes("res", verdict.ResTo.Bytes), VerdictFigure.Seconds("window", verdict.Window.Length.TotalSeconds),
                VerdictFigure.Bytes("change", verdict.Causes[0].Change.Bytes));
            yield break;
        }

        yield return Lead(verdict, words, isFlat);
        if (!isFlat && verdict.Causes[0].Evidence is [{ Id: VerdictFactIds.Unexplained or VerdictFactIds.UnexplainedPart }, ..] && Growth(verdict, words) is { Length: > 0 } growth)
        {
            yield return growth;
        }

        if (verdict.DecidesIn is { } wait && wait > TimeSpan.Zero)
        {
            yield return words.Say("unsure-decides", VerdictFigure.Seconds("time", wait.TotalSeconds));
        }

        if (verdict.Suspects is [var suspect, ..])
        {
            yield return SuspectText.Say("suspect-headline", suspect, words);
        }
    }

    // What rose is in a term that the samples do not split: watching it for longer tells no more.
    private static string? Unsplit(Verdict verdict) =>
        verdict.ResTo > verdict.ResFrom
        && verdict.Causes[0].Evidence is [{ Id: VerdictFactIds.ResAloneRises or VerdictFactIds.OutsideHeapRises or VerdictFactIds.RestRises } rises, ..]
            ? rises.Id
            : null;

    private static string Lead(Verdict verdict, VerdictWords words, bool isFlat)
    {
        var window = verdict.Window;
        double change = verdict.ResTo.Bytes - verdict.ResFrom.Bytes;
        string parts = HeadlineParts.OfRes(verdict, words);
        string id = window.Samples <= 1 ? "unsure-one-sample"
            : verdict.Causes[0].Evidence is [{ Id: VerdictFactIds.FewSamples }, ..] ? "unsure-few-samples"
            : verdict.Ledger.Count == 0 ? (isFlat ? "unsure-no-ledger-flat" : "unsure-no-ledger")
            : change > 0 && !isFlat && verdict.Causes[0].Evidence is [{ Id: VerdictFactIds.Unexplained or VerdictFactIds.UnexplainedPart }, ..] ? "unsure-growth"
            : window.GcCycles is null ? "unsure"
            : "unsure-cycles";
        return words.Say(
            id,
            VerdictFigure.Bytes("res", verdict.ResTo.Bytes),
            VerdictFigure.Bytes("change", Math.Abs(change)),
            VerdictFigure.Seconds("window", window.Length.TotalSeconds),
            VerdictFigure.Count("samples", window.Samples),
            VerdictFigure.Count("cycles", window.GcCycles ?? 0),
            VerdictFigure.Word("made", parts.Length == 0 ? "" : words.Say("made-of", VerdictFigure.Word("parts", parts))));
    }

    private static string Growth(Verdict verdict, VerdictWords words)
    {
        string parts = HeadlineParts.OfTerms(
            words, verdict.Ledger.Select(static term => (term.Id, term.Change.Bytes)), verdict.ResTo.Bytes - verdict.ResFrom.Bytes);
        return parts.Length == 0 ? "" : words.Say("unsure-growth-parts", VerdictFigure.Word("parts", parts));
    }
}
