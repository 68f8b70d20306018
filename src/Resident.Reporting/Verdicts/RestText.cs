using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Says what the causes leave of RES's change, so that all of it is accounted for.</summary>
internal static class RestText
{
    private const int MostTerms = 3;
    private const double LeastShare = 0.05;

    /// <summary>Makes the line; "" where the causes explain all of it, or where one of them is that the cause is not
    /// known.</summary>
    public static string Make(Verdict verdict, VerdictWords words)
    {
        var rest = ChangeBreakdown.Of(verdict);
        if (!rest.HasRest || verdict.Causes.Any(static cause => cause.Verdict is VerdictIds.NotSureYet))
        {
            return "";
        }

        string terms = string.Join(words["comma"], TermsOf(rest).Select(term => $"{words.NameOf(term.Id)} {VerdictWords.WriteChange(term.Change.Bytes)}"));
        string figures = VerdictWords.WriteChange(rest.Rest);
        return words.Say(
            terms.Length == 0 ? "rest-line" : "rest-line-of",
            VerdictFigure.Word("rest", figures),
            VerdictFigure.Word("terms", terms));
    }

    /// <summary>Gets the terms that the rest is made of, as far as they are worth a word.</summary>
    public static IEnumerable<VerdictTerm> TermsOf(ChangeBreakdown rest) =>
        rest.RestTerms.Where(term => Math.Abs((double)term.Change.Bytes) >= LeastShare * Math.Abs(rest.Rest)).Take(MostTerms);
}
