using Resident.Model.Verdicts;

namespace Resident.Reporting.Verdicts;

/// <summary>How RES's change adds up: what the causes explain, and the rest with the ledger's terms that it is made
/// of.</summary>
internal sealed class ChangeBreakdown
{
    // Less of RES's change is rounding and noise, and no part that a reader misses.
    private const double LeastShare = 0.01;
    private const double LeastBytes = 64 * 1024;
    private const double RestWorthAWord = 0.1;

    private ChangeBreakdown(Verdict verdict)
    {
        Change = verdict.ResTo.Bytes - verdict.ResFrom.Bytes;
        VerdictCause[] causes = [.. verdict.Causes.Where(static cause => cause is { IsLevel: false, Term: not null, Verdict: not VerdictIds.NotSureYet })];
        Rest = Residual(Change, [.. causes.Select(static cause => cause.Change.Bytes)]);
        HasRest = causes.Length > 0 && Math.Abs(Rest) >= Math.Max(LeastBytes, LeastShare * Math.Abs(Change));
        var explained = causes.SelectMany(cause => ExplainsMoreThanItsTerm(verdict, cause) ? cause.Terms.Append(cause.Term!.Value) : [cause.Term!.Value]).ToHashSet();
        RestTerms = [.. verdict.Ledger
            .Where(term => Rest > 0 ? term.Change.Bytes > 0 && !explained.Contains(term.Id) : term.Change.Bytes < 0)
            .OrderByDescending(static term => Math.Abs(term.Change.Bytes))];
    }

    /// <summary>Gets RES's change, bytes.</summary>
    public long Change { get; }

    /// <summary>Gets what the causes do not explain, bytes: negative where they explain more than RES changed by, since
    /// other terms fell.</summary>
    public long Rest { get; }

    /// <summary>Gets a value indicating whether <see cref="Rest"/> is worth a word.</summary>
    public bool HasRest { get; }

    /// <summary>Gets the terms that the rest is made of, the largest first: those that no cause explains and rose, or
    /// those that fell.</summary>
    public IReadOnlyList<VerdictTerm> RestTerms { get; }

    /// <summary>Makes it.</summary>
    public static ChangeBreakdown Of(Verdict verdict) => new(verdict);

    /// <summary>Tells whether a cause's bytes are more than its own term rose by: then those of the others that it
    /// claims are among them. Else these rose beside it, and are part of the rest.</summary>
    /// <param name="verdict">The verdict.</param>
    /// <param name="cause">One of its causes, with a term.</param>
    public static bool ExplainsMoreThanItsTerm(Verdict verdict, VerdictCause cause)
    {
        long own = Math.Max(0, verdict.Ledger.FirstOrDefault(term => term.Id == cause.Term)?.Change.Bytes ?? 0);
        return cause.Change.Bytes - own >= RestWorthAWord * cause.Change.Bytes;
    }

    /// <summary>Gets what is left of an amount. Where all are written in the same unit it is what is left of the
    /// figures as they are written, so that they add up.</summary>
    /// <param name="whole">Bytes.</param>
    /// <param name="parts">Bytes.</param>
    public static long Residual(long whole, params IReadOnlyList<long> parts)
    {
        long exact = whole - parts.Sum();
        if (parts.Any(part => UnitOf(part) != UnitOf(whole)) || UnitOf(exact) != UnitOf(whole))
        {
            return exact;
        }

        return AsWritten(whole) - parts.Sum(AsWritten);
    }

    // ByteSize writes three digits, and all of them before the point.
    private static long AsWritten(long bytes)
    {
        double unit = UnitOf(bytes);
        double value = Math.Abs(bytes / unit);
        double grain = unit == 1 || value >= 100 ? 1 : value >= 10 ? 0.1 : 0.01;
        return (long)Math.Round(Math.Round(bytes / unit / grain, MidpointRounding.ToEven) * grain * unit);
    }

    private static double UnitOf(long bytes)
    {
        double unit = 1;
        while (Math.Abs((double)bytes) >= 1024 * unit && unit < 1L << 60)
        {
            unit *= 1024;
        }

        return unit;
    }
}
