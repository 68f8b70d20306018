using Resident.Model.Ledgers;

namespace Resident.Analysis.Diagnosis.Rules;

/// <summary>Which terms' change is explained already.</summary>
internal sealed class Claims
{
    private readonly CaseFile _file;
    private readonly HashSet<LedgerTermId> _taken = [];
    private readonly HashSet<string> _found = new(StringComparer.Ordinal);

    public Claims(CaseFile file)
    {
        _file = file;
    }

    /// <summary>Tells whether a cause was found.</summary>
    public bool HasFound(string verdict) => _found.Contains(verdict);

    /// <summary>Tells whether nobody has explained a term's change.</summary>
    public bool IsFree(LedgerTermId term) => !_taken.Contains(term);

    /// <summary>Gets a term's change where nobody has explained it, else 0. Bytes.</summary>
    public double Open(LedgerTermId term) => IsFree(term) ? _file.Change(term) : 0;

    /// <summary>Gets the sum of the terms' rises that nobody has explained, bytes.</summary>
    public double OpenRise(params ReadOnlySpan<LedgerTermId> terms)
    {
        double sum = 0;
        foreach (var term in terms)
        {
            sum += Math.Max(0, Open(term));
        }

        return sum;
    }

    /// <summary>Notes what an answer explains.</summary>
    public void Take(RuleAnswer answer)
    {
        _ = _found.Add(answer.Verdict);
        foreach (var term in answer.Claims)
        {
            _ = _taken.Add(term);
        }
    }
}
