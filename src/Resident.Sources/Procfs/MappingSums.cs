using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Sources.Procfs;

/// <summary>Adds mappings up by kind.</summary>
internal sealed class MappingSums
{
    private readonly long[] _rss = new long[Enum.GetValues<MappingKind>().Length];
    private readonly FileSums _files;
    private long _huge;
    private long _arenaHuge;
    private long _lazy;
    private long _arenaLazy;
    private long _swap;
    private long _pss;
    private long _clean;
    private long _outsideMapped;
    private int _nativeArenas;
    private int _stacks;

    public MappingSums(MappingNames names) => _files = new(names);

    public void Add(MappingRow mapping)
    {
        _rss[(int)mapping.Kind] += mapping.Rss;
        _huge += mapping.AnonHugePages;
        _lazy += mapping.LazyFree;
        _swap += mapping.Swap;
        _pss += mapping.Pss;
        switch (mapping.Kind)
        {
            case MappingKind.Arena:
                _arenaHuge += mapping.AnonHugePages;
                _arenaLazy += mapping.LazyFree;
                break;
            case MappingKind.ThreadStack:
                _stacks++;
                break;
            case MappingKind.NativeHeap:
                // [heap] is malloc's main arena; others have no name.
                _nativeArenas += mapping.Name == 0 ? 1 : 0;
                break;
            case MappingKind.Outside when mapping.Has(MappingTraits.Write):
                _outsideMapped += mapping.Size;
                break;
            case MappingKind.Executable or MappingKind.File or MappingKind.Shared:
                _clean += mapping.Clean;
                _files.Add(mapping);
                break;
        }
    }

    public MappingTotals ToTotals(DateTimeOffset takenAt, string? arenaSource, int mostFiles) => new()
    {
        TakenAt = takenAt,
        ArenaSource = arenaSource,
        Rss = new(_rss.Sum()),
        Arena = Of(MappingKind.Arena),
        ArenaHugePages = new(_arenaHuge),
        ArenaLazyFree = new(_arenaLazy),
        NamedMetadata = Of(MappingKind.NamedMetadata),
        NativeHeap = Of(MappingKind.NativeHeap),
        NativeArenas = _nativeArenas,
        ThreadStacks = Of(MappingKind.ThreadStack),
        ThreadStackCount = _stacks,
        Executable = Of(MappingKind.Executable),
        Files = Of(MappingKind.File),
        Shared = Of(MappingKind.Shared),
        Outside = Of(MappingKind.Outside),
        OutsideMapped = new(_outsideMapped),
        HugePages = new(_huge),
        LazyFree = new(_lazy),
        Swap = new(_swap),
        Pss = new(_pss),
        FileClean = new(_clean),
        Largest = _files.Largest(mostFiles),
    };

    private ByteSize Of(MappingKind kind) => new(_rss[(int)kind]);
}
