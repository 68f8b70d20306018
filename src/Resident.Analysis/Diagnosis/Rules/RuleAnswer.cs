using Resident.Model.Ledgers;
using Resident.Model.Verdicts;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>What a rule found.</summary>
internal sealed record RuleAnswer
{
    /// <summary>Gets the verdict that it speaks of.</summary>
    public required string Verdict { get; init; }

    /// <summary>Gets a value indicating whether it is a cause. False: it was looked for and not found.</summary>
    public required bool IsFound { get; init; }

    /// <summary>Gets the term that it shows in, or null.</summary>
    public LedgerTermId? Term { get; init; }

    /// <summary>Gets the bytes that it explains.</summary>
    public double Bytes { get; init; }

    /// <summary>Gets a value indicating whether these came about before the window.</summary>
    public bool IsLevel { get; init; }

    /// <summary>Gets the terms whose change it explains: no rule after it explains them again.</summary>
    public IReadOnlyList<LedgerTermId> Claims { get; init; } = [];

    /// <summary>Gets what speaks for it, or in the first fact what speaks against it.</summary>
    public IReadOnlyList<VerdictFact> Evidence { get; init; } = [];

    /// <summary>Says that a cause was found.</summary>
    public static RuleAnswer Found(string verdict, LedgerTermId? term, double bytes, IReadOnlyList<LedgerTermId> claims, params VerdictFact[] evidence) =>
        new() { Verdict = verdict, IsFound = true, Term = term, Bytes = bytes, Claims = claims, Evidence = evidence };

    /// <summary>Says that it was not found, and why.</summary>
    public static RuleAnswer Not(string verdict, VerdictFact reason) => new() { Verdict = verdict, IsFound = false, Evidence = [reason] };
}
