using Resident.Model.Ledgers;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Which terms grow along with what is live.</summary>
internal static class HeapTerms
{
    private const double LeastResidentShare = 0.25;

    /// <summary>Gets the terms that a rise of the live heap explains: itself, the room above it, and what the runtime needs for it.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="claims">What is explained already.</param>
    /// <param name="live">By how much the live heap rose, bytes.</param>
    public static List<LedgerTermId> GrowingWithLive(CaseFile file, Claims claims, double live)
    {
        List<LedgerTermId> explained = [LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle];
        if (claims.Open(LedgerTermId.Fragmentation) < live)
        {
            explained.Add(LedgerTermId.Fragmentation);
        }

        // Where what is live is all that is told of the heap, its room is in what nobody claims.
        if (!file.Has(LedgerTermId.Idle) && file.Has(LedgerTermId.Live))
        {
            explained.Add(LedgerTermId.Unattributed);
        }

        // Spans, bitmaps and page tables are 3 to 8 % of the heap that they describe.
        double heap = claims.OpenRise([.. explained]);
        if (claims.Open(LedgerTermId.Metadata) < (0.15 * heap) + (1 << 20) || file.Level(LedgerTermId.Metadata) < 0.1 * file.ResTo.Bytes)
        {
            explained.Add(LedgerTermId.Metadata);
        }

        return explained;
    }

    /// <summary>Gets the bytes that a rise of the live heap explains: what the terms rose by together, where others of
    /// them fell; at the least the rise itself.</summary>
    /// <param name="claims">What is explained already.</param>
    /// <param name="explained">The terms.</param>
    /// <param name="live">By how much the live heap rose, bytes.</param>
    public static double RiseWithLive(Claims claims, List<LedgerTermId> explained, double live) =>
        Math.Max(live, Math.Min(claims.OpenRise([.. explained]), explained.Sum(claims.Open)));

    /// <summary>Gets by how much all that is in RAM of the heap rose from the first ledger to the last, bytes.</summary>
    public static double Rise(CaseFile file)
    {
        double sum = 0;
        foreach (var term in (ReadOnlySpan<LedgerTermId>)[LedgerTermId.Live, LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.Fragmentation])
        {
            var series = file.Term(term);
            sum += series.Count == 0 ? 0 : series.Last - series.First;
        }

        return sum;
    }

    /// <summary>Tells whether a rise of the live heap is in RAM: what was never written, as a ballast, is live and is not.</summary>
    /// <param name="file">What was observed.</param>
    /// <param name="live">By how much the live heap rose, bytes.</param>
    public static bool IsResident(CaseFile file, double live)
    {
        var resident = file.Term(LedgerTermId.Live);
        // What went to swap was written, too.
        double swapped = Math.Max(0, file.Series("swapped").Risen);
        return Math.Max(resident.Last - resident.First, file.Change(LedgerTermId.Live)) + swapped >= LeastResidentShare * live;
    }
}
