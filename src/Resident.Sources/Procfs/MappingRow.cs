namespace Resident.Sources.Procfs;

/// <summary>What a ledger needs of one mapping, in 88 bytes.</summary>
internal struct MappingRow
{
    private const MappingTraits Touchable =
        MappingTraits.File | MappingTraits.Read | MappingTraits.Write | MappingTraits.Execute;

    public ulong Start;
    public ulong End;
    public long Rss;
    public long Anonymous;
    public long AnonHugePages;
    public long LazyFree;
    public long Swap;
    public long Pss;
    public long Clean;

    /// <summary>The place of its name in <see cref="MappingNames"/>; 0 where it has none.</summary>
    public int Name;

    public MappingTraits Traits;
    public MappingKind Kind;

    public readonly long Size => (long)(End - Start);

    /// <summary>Gets a value indicating whether it is anonymous, private and without a name.</summary>
    public readonly bool IsPlain =>
        Name == 0 && (Traits & (MappingTraits.File | MappingTraits.Private)) == MappingTraits.Private;

    /// <summary>Gets a value indicating whether it is without a name and nobody may touch it.</summary>
    public readonly bool HasNoRight => Name == 0 && (Traits & Touchable) == MappingTraits.None;

    public readonly bool Has(MappingTraits traits) => (Traits & traits) == traits;
}
