namespace Resident.Analysis.Diagnosis.Remedies;

/// <summary>What a known mistake is recognised by.</summary>
/// <param name="TextId">The remedy's sentence.</param>
/// <param name="Verdicts">The verdicts that it may be the remedy of.</param>
internal sealed record RemedySignature(string TextId, IReadOnlyList<string> Verdicts)
{
    // Of the heap's growth, what has to be allocated there: what is kept together with it is allocated elsewhere.
    private const double DefaultOfHeap = 0.4;

    // Of the new goroutines, for each of several kinds: a client and a server in one process make three for each
    // connection.
    private const double LeastOfGoroutines = 0.2;

    /// <summary>Gets functions of which one stands on the stacks that allocated what grew; empty: it does not
    /// matter.</summary>
    public IReadOnlyList<string> Frames { get; init; } = [];

    /// <summary>Gets the least share of the heap's growth that was allocated through one of <see cref="Frames"/>, 0 to
    /// 1.</summary>
    public double LeastOfHeap { get; init; } = DefaultOfHeap;

    /// <summary>Gets functions each of which stands on the stacks of goroutines that became more; empty: it does not
    /// matter.</summary>
    public IReadOnlyList<string> Goroutines { get; init; } = [];

    /// <summary>Gets what the figures have to say, or null.</summary>
    public Func<RemedyFacts, bool>? Figures { get; init; }

    /// <summary>Tells whether it is the remedy of a verdict.</summary>
    public bool Fits(string verdict, RemedyFacts facts) =>
        Verdicts.Contains(verdict, StringComparer.Ordinal)
        && (Frames.Count == 0 || facts.ShareOfHeap(Frames) >= LeastOfHeap)
        && Goroutines.All(function => facts.ShareOfGoroutines(function) >= LeastOfGoroutines)
        && (Figures is null || Figures(facts));
}
