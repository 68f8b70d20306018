using Resident.Model;
using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Reporting.Tests.Verdicts;

/// <summary>Verdicts made by hand, in MiB: what happened to each term, and what it is due to.</summary>
internal static class VerdictSketch
{
    public static readonly DateTimeOffset Noon = new(2026, 11, 22, 12, 0, 0, TimeSpan.Zero);

    public static VerdictSite Site { get; } = new()
    {
        Function = "main.leakOrders",
        File = "/src/main.go",
        Line = 5,
        From = default,
        To = ByteSize.FromMebibytes(34),
        Objects = 437,
    };

    public static VerdictSuspect Suspect { get; } = new()
    {
        Function = "main.(*server).order",
        File = "/src/main.go",
        Line = 61,
        Held = ByteSize.FromMebibytes(212),
        SampledAllocs = 437,
        SampledFrees = 0,
        Period = TimeSpan.FromMinutes(34),
        IsSinceStart = true,
    };

    public static Verdict Of(string id, double seconds, VerdictCause cause, params (LedgerTermId Term, double From, double To)[] terms) => new()
    {
        Target = new() { Name = "orders-api", Pid = 4711 },
        Window = new(Noon, Noon.AddSeconds(seconds), (int)seconds + 1, 3, 12),
        Id = id,
        Confidence = Confidence.Provisional,
        ConfidenceReason = new("confidence-short-window", VerdictFigure.Seconds("window", seconds)),
        ResFrom = Mebibytes(terms.Sum(static term => term.From)),
        ResTo = Mebibytes(terms.Sum(static term => term.To)),
        Ledger = [.. terms.Select(term => new VerdictTerm
        {
            Id = term.Term,
            From = Mebibytes(term.From),
            To = Mebibytes(term.To),
            Share = term.To / terms.Sum(static each => each.To),
            How = LedgerHow.Exact,
        })],
        Causes = [cause],
        Forecast = new(),
        RuledOut = [new("go-goroutine-leak", new("goroutines-flat", VerdictFigure.Count("count", 11), VerdictFigure.Count("more", 0)))],
    };

    public static VerdictCause Cause(string id, LedgerTermId? term, double mebibytes, params LedgerTermId[] terms) =>
        new() { Verdict = id, Term = term, Terms = terms, Change = Mebibytes(mebibytes), Share = 0.6 };

    public static VerdictCause Unsure(VerdictFact fact) => new() { Verdict = VerdictIds.NotSureYet, Change = default, Evidence = [fact] };

    public static ByteSize Mebibytes(double mebibytes) => new((long)(mebibytes * (1 << 20)));
}
