namespace Resident.Model.Ledgers;

/// <summary>The terms' names in JSON, in recordings and on command lines.</summary>
public static class LedgerTermNames
{
    private static readonly string[] Names =
    [
        "live", "fragmentation", "stacks", "metadata", "go-heap", "native-heap", "thread-stacks", "anonymous", "executable", "files",
        "shared", "unattributed", "idle", "garbage",
    ];

    /// <summary>Gets all terms, in their order.</summary>
    public static IReadOnlyList<LedgerTermId> All { get; } = Enum.GetValues<LedgerTermId>();

    /// <summary>Gets a term's name, as in "native-heap".</summary>
    public static string NameOf(LedgerTermId term) => Names[(int)term];

    /// <summary>Finds the term of a name.</summary>
    /// <returns>Null where no term is called so.</returns>
    public static LedgerTermId? Find(string name)
    {
        int index = Array.IndexOf(Names, name);
        return index < 0 ? null : (LedgerTermId)index;
    }

    /// <summary>Gets the name of how a term was measured: "exact", "derived" or "estimated".</summary>
    public static string NameOf(LedgerHow how) => how switch
    {
        LedgerHow.Exact => "exact",
        LedgerHow.Derived => "derived",
        LedgerHow.Estimated => "estimated",
        _ => throw new ArgumentOutOfRangeException(nameof(how), how, "Expected a way to measure."),
    };
}
