using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Analysis.Accounting;

/// <summary>A ledger in the making.</summary>
internal sealed class LedgerDraft
{
    // What changes within the milliseconds between two readings, the fastest first.
    private static readonly LedgerTermId[] Volatile =
    [
        LedgerTermId.Garbage, LedgerTermId.Idle, LedgerTermId.GoHeap, LedgerTermId.Fragmentation, LedgerTermId.Live, LedgerTermId.Anonymous,
        LedgerTermId.NativeHeap, LedgerTermId.Stacks, LedgerTermId.Files, LedgerTermId.Executable, LedgerTermId.Metadata,
        LedgerTermId.ThreadStacks, LedgerTermId.Shared,
    ];

    private readonly long?[] _bytes = new long?[LedgerTermNames.All.Count];
    private readonly LedgerHow[] _how = new LedgerHow[LedgerTermNames.All.Count];

    public List<string> Sources { get; } = [];

    public List<string> Warnings { get; } = [];

    public LedgerFigures Figures { get; set; } = new();

    public void Set(LedgerTermId term, long bytes, LedgerHow how)
    {
        _bytes[(int)term] = bytes;
        _how[(int)term] = how;
    }

    public void Add(LedgerTermId term, long bytes) => _bytes[(int)term] = (_bytes[(int)term] ?? 0) + bytes;

    public void MakeEstimated()
    {
        for (int i = 0; i < _how.Length; i++)
        {
            _how[i] = i == (int)LedgerTermId.Shared ? _how[i] : LedgerHow.Estimated;
        }
    }

    public long Sum() => _bytes.Sum(static bytes => bytes ?? 0);

    /// <summary>Takes bytes away, from the terms first that change fastest.</summary>
    public void Take(long bytes)
    {
        foreach (var term in Volatile)
        {
            long taken = Math.Min(bytes, _bytes[(int)term] ?? 0);
            if (taken > 0)
            {
                _bytes[(int)term] -= taken;
                bytes -= taken;
            }
        }
    }

    public Ledger ToLedger(DateTimeOffset takenAt, ByteSize res, TimeSpan skew, LedgerFigures figures, IReadOnlyList<LedgerFile> files)
    {
        var terms = new List<LedgerTerm>();
        foreach (var term in LedgerTermNames.All)
        {
            if (_bytes[(int)term] is { } bytes)
            {
                terms.Add(new(term, new(bytes), _how[(int)term]));
            }
        }

        return new()
        {
            TakenAt = takenAt,
            Res = res,
            Terms = terms,
            Sources = Sources,
            Skew = skew,
            Figures = figures,
            Files = files,
            Warnings = Warnings,
        };
    }
}
