using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>Lists of the ledger's terms within a sentence, as in "live heap 212 MiB, free heap 40.0 MiB".</summary>
internal static class HeadlineParts
{
    private const int MostParts = 3;
    private const double LeastShare = 0.08;

    /// <summary>Lists what RES is made of at the window's end: its largest terms. "" without a ledger.</summary>
    public static string OfRes(Verdict verdict, VerdictWords words) =>
        OfTerms(words, verdict.Ledger.Select(static term => (term.Id, term.To.Bytes)), verdict.ResTo.Bytes);

    /// <summary>Lists the largest terms of a whole; "" where none is worth a word.</summary>
    public static string OfTerms(VerdictWords words, IEnumerable<(LedgerTermId Term, long Bytes)> terms, long whole) => string.Join(
        words["comma"],
        terms.Where(term => term.Bytes > 0 && term.Bytes >= LeastShare * whole)
            .OrderByDescending(static term => term.Bytes).Take(MostParts)
            .Select(term => $"{NameOf(words, term.Term)} {new ByteSize(term.Bytes)}"));

    /// <summary>Gets a term's name within a sentence.</summary>
    public static string NameOf(VerdictWords words, LedgerTermId term) => words["part:" + LedgerTermNames.NameOf(term)];

    /// <summary>Fills in a phrase that may have code in it.</summary>
    public static string Fill(string sentence, string name, string phrase) => sentence.Replace("{" + name + "}", phrase, StringComparison.Ordinal);

    /// <summary>Makes the first letter a capital.</summary>
    public static string Capital(string sentence) => sentence.Length == 0 ? "" : char.ToUpperInvariant(sentence[0]) + sentence[1..];
}
