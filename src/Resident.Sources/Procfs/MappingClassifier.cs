using Resident.Model;
using Resident.Model.Ledgers;

namespace Resident.Sources.Procfs;

/// <summary>Tells what each mapping of a process is, and adds them up.</summary>
/// <remarks>
/// Go's arenas are known from the runtime, else from the names that Go 1.25 gives its mappings where the kernel keeps them
/// (CONFIG_ANON_VMA_NAME), else from their shape: a run of adjacent unnamed private mappings that starts and ends at 64 MiB. A glibc arena
/// has that shape too, but is a single writable mapping followed by one without any right, and only programs with a libc have one. A
/// thread's stack is a writable mapping behind one of a page or more without any right, made by pthread_create. Where a file is on
/// tmpfs cannot be seen here; the kernel's own sum of shared memory (RssShmem) decides.
/// </remarks>
public sealed class MappingClassifier
{
    private const ulong ArenaBytes = 64UL << 20;
    private const ulong MostGuardBytes = 1UL << 20;
    private const int MostFiles = 32;

    private readonly MappingTable _table;
    private readonly MappingNames _names;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _arenas;
    private readonly int _executable;
    private readonly LibraryPlaces _libraries = new();
    private string? _arenaSource;
    private bool _hasLibc;

    private MappingClassifier(MappingTable table, IReadOnlyList<(ulong Start, ulong End)> arenas, string? executable)
    {
        _table = table;
        _names = table.Names;
        _arenas = arenas;
        _executable = _names.Find(executable);
    }

    private Span<MappingRow> Rows => _table.Rows;

    /// <summary>Classifies and adds up.</summary>
    /// <param name="table">The mappings with their memory, by address. They are marked in it.</param>
    /// <param name="arenas">Where the runtime says that its arenas lie; empty where it was not asked.</param>
    /// <param name="executable">The program's path as its mappings name it, or null.</param>
    /// <param name="isGo">Whether it is a Go program: others have no arenas.</param>
    /// <param name="rssShmem">The kernel's sum of shared memory, or null.</param>
    /// <param name="takenAt">When smaps was read.</param>
    public static MappingTotals Sum(
        MappingTable table,
        IReadOnlyList<(ulong Start, ulong End)> arenas,
        string? executable,
        bool isGo,
        ByteSize? rssShmem,
        DateTimeOffset takenAt)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentNullException.ThrowIfNull(arenas);
        var classifier = new MappingClassifier(table, arenas, executable);
        classifier.FindPrograms();
        classifier.MarkSimple();
        if (isGo)
        {
            classifier.MarkArenas();
        }

        classifier.MarkNative();
        classifier.MarkTmpfs(rssShmem);
        return classifier.AddUp(takenAt);
    }

    private static bool IsGuardOf(MappingRow guard, MappingRow stack) =>
        guard.HasNoRight && guard.Kind == MappingKind.Outside && guard.End == stack.Start && guard.End - guard.Start <= MostGuardBytes;

    private bool IsShared(MappingRow mapping) => _names.Has(mapping.Name, NameTraits.SharedMemory)
        || (mapping.Traits & (MappingTraits.File | MappingTraits.Shared)) == MappingTraits.Shared;

    // A file with a mapping that may be executed is a program or a library; its other mappings are its data.
    private void FindPrograms()
    {
        foreach (ref readonly var mapping in Rows)
        {
            bool isFile = mapping.Has(MappingTraits.File);
            if (isFile && !IsShared(mapping) && (mapping.Has(MappingTraits.Execute) || mapping.Name == _executable))
            {
                _names.MarkProgram(mapping.Name);
            }

            if (isFile && mapping.Name != _executable)
            {
                _libraries.Add(mapping.Start);
            }

            _hasLibc |= _names.Has(mapping.Name, NameTraits.Libc);
        }
    }

    private void MarkSimple()
    {
        var rows = Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            ref var mapping = ref rows[i];
            mapping.Kind = KindOf(mapping);

            // What the loader zeroes behind a program's data (.bss) has no name of its own.
            if (i > 0 && mapping.IsPlain && rows[i - 1].Kind == MappingKind.Executable && rows[i - 1].End == mapping.Start
                && rows[i - 1].Has(MappingTraits.File) && mapping.Has(MappingTraits.Write))
            {
                mapping.Kind = MappingKind.Executable;
            }
        }
    }

    private MappingKind KindOf(MappingRow mapping) =>
        IsShared(mapping) ? MappingKind.Shared
        : mapping.Has(MappingTraits.File)
            ? _names.Has(mapping.Name, NameTraits.Program) ? MappingKind.Executable : MappingKind.File
        : _names.Has(mapping.Name, NameTraits.Heap) ? MappingKind.NativeHeap
        : _names.Has(mapping.Name, NameTraits.Stack) ? MappingKind.ThreadStack
        : _names.Has(mapping.Name, NameTraits.KernelCode) ? MappingKind.Executable : MappingKind.Outside;

    private void MarkArenas()
    {
        foreach (ref var mapping in Rows)
        {
            if (_names.Has(mapping.Name, NameTraits.GoHeap | NameTraits.GoMetadata))
            {
                mapping.Kind = _names.Has(mapping.Name, NameTraits.GoHeap) ? MappingKind.Arena : MappingKind.NamedMetadata;
                _arenaSource = "names";
            }
        }

        if (_arenas.Count > 0)
        {
            _arenaSource = "runtime";
            MarkKnownArenas();
        }
        else if (_arenaSource is null)
        {
            MarkArenasByShape();
        }
    }

    private void MarkKnownArenas()
    {
        int next = 0;
        foreach (ref var mapping in Rows)
        {
            while (next < _arenas.Count && _arenas[next].End <= mapping.Start)
            {
                next++;
            }

            bool overlaps = next < _arenas.Count && _arenas[next].Start < mapping.End;
            bool isAnonymous = !mapping.Has(MappingTraits.File) && _names.Has(mapping.Name, NameTraits.Bracketed);
            if (overlaps && isAnonymous && mapping.Has(MappingTraits.Private))
            {
                mapping.Kind = MappingKind.Arena;
            }
        }
    }

    private void MarkArenasByShape()
    {
        var rows = Rows;
        for (int first = 0; first < rows.Length; first++)
        {
            int last = first;
            if (!rows[first].IsPlain || rows[first].Start % ArenaBytes != 0)
            {
                continue;
            }

            while (last + 1 < rows.Length && rows[last + 1].IsPlain && rows[last + 1].Start == rows[last].End)
            {
                last++;
            }

            if (rows[last].End % ArenaBytes == 0 && !IsNativeArena(rows, first))
            {
                foreach (ref var mapping in rows[first..(last + 1)])
                {
                    mapping.Kind = MappingKind.Arena;
                }

                _arenaSource = "shape";
            }

            first = last;
        }
    }

    // glibc's heap_info: HEAP_MAX_SIZE is 64 MiB on 64-bit machines, reserved as a whole and opened from its start.
    private bool IsNativeArena(Span<MappingRow> rows, int index)
    {
        ref readonly var mapping = ref rows[index];
        bool isOpen = (mapping.Traits & (MappingTraits.Read | MappingTraits.Write | MappingTraits.Execute))
            == (MappingTraits.Read | MappingTraits.Write);
        if (!_hasLibc || !mapping.IsPlain || mapping.Start % ArenaBytes != 0 || !isOpen)
        {
            return false;
        }

        // mmap places what has no wish near the libraries; Go asks for places far from everything.
        if (mapping.Size == (long)ArenaBytes)
        {
            return _libraries.IsNear(mapping.Start);
        }

        return index + 1 < rows.Length && rows[index + 1].HasNoRight && rows[index + 1].Start == mapping.End
            && rows[index + 1].End >= mapping.Start + ArenaBytes && _libraries.IsNear(mapping.Start);
    }

    private void MarkNative()
    {
        if (!_hasLibc)
        {
            return;
        }

        var rows = Rows;
        for (int i = 0; i < rows.Length; i++)
        {
            if (rows[i].Kind != MappingKind.Outside)
            {
                continue;
            }

            if (IsNativeArena(rows, i))
            {
                rows[i].Kind = MappingKind.NativeHeap;
            }
            else if (i > 0 && rows[i].IsPlain && rows[i].Has(MappingTraits.Read | MappingTraits.Write)
                && IsGuardOf(rows[i - 1], rows[i]))
            {
                rows[i].Kind = MappingKind.ThreadStack;
            }
        }
    }

    private void MarkTmpfs(ByteSize? rssShmem)
    {
        long shared = 0;
        foreach (ref readonly var mapping in Rows)
        {
            shared += mapping.Kind == MappingKind.Shared ? mapping.Rss : 0;
        }

        // Where the kernel counts more shared memory than was found, files without a block device (major 0) hold it.
        long missing = (rssShmem?.Bytes ?? 0) - shared;
        foreach (ref var mapping in Rows)
        {
            long file = mapping.Rss - mapping.Anonymous;
            if (mapping.Kind == MappingKind.File && file > 0 && file <= missing && mapping.Has(MappingTraits.NoBlockDevice))
            {
                mapping.Kind = MappingKind.Shared;
                missing -= file;
            }
        }
    }

    private MappingTotals AddUp(DateTimeOffset takenAt)
    {
        var sums = new MappingSums(_names);
        foreach (ref readonly var mapping in Rows)
        {
            sums.Add(mapping);
        }

        return sums.ToTotals(takenAt, _arenaSource, MostFiles);
    }
}
