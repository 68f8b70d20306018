using System.Runtime.InteropServices;
using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Sources.Procfs;

/// <summary>Adds mappings up by kind.</summary>
internal sealed class MappingSums
{
    private readonly long[] _rss = new long[Enum.GetValues<MappingKind>().Length];
    private readonly Dictionary<(string Name, LedgerTermId Term), (long Resident, long Mapped)> _files = [];
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

    public void Add(MemoryMapping mapping, MappingKind kind, bool isArenaOfMalloc)
    {
        var memory = mapping.Memory ?? throw new ArgumentException("Expected mappings with their memory.", nameof(mapping));
        _rss[(int)kind] += memory.Rss.Bytes;
        _huge += memory.AnonHugePages.Bytes;
        _lazy += memory.LazyFree.Bytes;
        _swap += memory.Swap.Bytes;
        _pss += memory.Pss.Bytes;
        _nativeArenas += isArenaOfMalloc ? 1 : 0;
        switch (kind)
        {
            case MappingKind.Arena:
                _arenaHuge += memory.AnonHugePages.Bytes;
                _arenaLazy += memory.LazyFree.Bytes;
                break;
            case MappingKind.ThreadStack:
                _stacks++;
                break;
            case MappingKind.Outside when mapping.Permissions[1] == 'w':
                _outsideMapped += mapping.Size.Bytes;
                break;
            case MappingKind.Executable or MappingKind.File or MappingKind.Shared:
                _clean += memory.SharedClean.Bytes + memory.PrivateClean.Bytes;
                AddFile(mapping, kind, memory.Rss.Bytes);
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
        Largest =
        [
            .. _files.OrderByDescending(static pair => pair.Value.Resident).ThenBy(static pair => pair.Key.Name, StringComparer.Ordinal)
                .Take(mostFiles)
                .Select(static pair => new LedgerFile(pair.Key.Name, new(pair.Value.Resident), new(pair.Value.Mapped), pair.Key.Term)),
        ],
    };

    private ByteSize Of(MappingKind kind) => new(_rss[(int)kind]);

    private void AddFile(MemoryMapping mapping, MappingKind kind, long resident)
    {
        var term = kind switch
        {
            MappingKind.Executable => LedgerTermId.Executable,
            MappingKind.Shared => LedgerTermId.Shared,
            _ => LedgerTermId.Files,
        };
        string name = mapping.Name.Length == 0 ? "(no name)" : mapping.Name;
        ref var sum = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, (name, term), out _);
        sum = (sum.Resident + resident, sum.Mapped + mapping.Size.Bytes);
    }
}
