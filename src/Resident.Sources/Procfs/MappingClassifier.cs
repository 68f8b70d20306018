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

    private readonly IReadOnlyList<MemoryMapping> _mappings;
    private readonly IReadOnlyList<(ulong Start, ulong End)> _arenas;
    private readonly string? _executable;
    private readonly MappingKind[] _kinds;
    private readonly HashSet<string> _programs = new(StringComparer.Ordinal);
    private string? _arenaSource;
    private bool _hasLibc;

    private MappingClassifier(IReadOnlyList<MemoryMapping> mappings, IReadOnlyList<(ulong Start, ulong End)> arenas, string? executable)
    {
        _mappings = mappings;
        _arenas = arenas;
        _executable = executable;
        _kinds = new MappingKind[mappings.Count];
    }

    /// <summary>Classifies and adds up.</summary>
    /// <param name="mappings">The mappings with their memory, by address, as <see cref="SmapsReader.ReadSmaps"/> gives them.</param>
    /// <param name="arenas">Where the runtime says that its arenas lie; empty where it was not asked.</param>
    /// <param name="executable">The program's path as its mappings name it, or null.</param>
    /// <param name="isGo">Whether it is a Go program: others have no arenas.</param>
    /// <param name="rssShmem">The kernel's sum of shared memory, or null.</param>
    /// <param name="takenAt">When smaps was read.</param>
    public static MappingTotals Sum(
        IReadOnlyList<MemoryMapping> mappings,
        IReadOnlyList<(ulong Start, ulong End)> arenas,
        string? executable,
        bool isGo,
        ByteSize? rssShmem,
        DateTimeOffset takenAt)
    {
        ArgumentNullException.ThrowIfNull(mappings);
        ArgumentNullException.ThrowIfNull(arenas);
        var classifier = new MappingClassifier(mappings, arenas, executable);
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

    private static bool IsShared(MemoryMapping mapping) =>
        mapping.Name.StartsWith("/dev/zero", StringComparison.Ordinal)
        || mapping.Name.StartsWith("/memfd:", StringComparison.Ordinal)
        || mapping.Name.StartsWith("/SYSV", StringComparison.Ordinal)
        || mapping.Name.StartsWith("/dev/shm/", StringComparison.Ordinal)
        || mapping.Name.StartsWith("/dev/ashmem", StringComparison.Ordinal)
        || mapping.Name.StartsWith("[anon_shmem", StringComparison.Ordinal)
        || (mapping.Inode == 0 && mapping.Permissions.EndsWith('s'));

    private static bool HasNoRight(MemoryMapping mapping) => mapping.IsAnonymous && mapping.Name.Length == 0
        && mapping.Permissions.StartsWith("---", StringComparison.Ordinal);

    private static bool IsPlain(MemoryMapping mapping) => mapping.IsAnonymous && mapping.Name.Length == 0
        && mapping.Permissions.EndsWith('p');

    // A file with a mapping that may be executed is a program or a library; its other mappings are its data.
    private void FindPrograms()
    {
        foreach (var mapping in _mappings)
        {
            if (mapping.Inode != 0 && !IsShared(mapping)
                && (mapping.Permissions.Contains('x', StringComparison.Ordinal) || string.Equals(mapping.Name, _executable, StringComparison.Ordinal)))
            {
                _ = _programs.Add(mapping.Name);
            }

            string file = mapping.Name[(mapping.Name.LastIndexOf('/') + 1)..];
            _hasLibc |= file.StartsWith("libc.", StringComparison.Ordinal) || file.StartsWith("libc-", StringComparison.Ordinal)
                || file.StartsWith("ld-musl", StringComparison.Ordinal) || string.Equals(mapping.Name, "[heap]", StringComparison.Ordinal);
        }
    }

    private void MarkSimple()
    {
        for (int i = 0; i < _mappings.Count; i++)
        {
            var mapping = _mappings[i];
            _kinds[i] = mapping switch
            {
                _ when IsShared(mapping) => MappingKind.Shared,
                { Inode: not 0 } => _programs.Contains(mapping.Name) ? MappingKind.Executable : MappingKind.File,
                { Name: "[heap]" } => MappingKind.NativeHeap,
                { Name: "[stack]" } => MappingKind.ThreadStack,
                { Name: "[vdso]" or "[vvar]" or "[vvar_vclock]" or "[vsyscall]" } => MappingKind.Executable,
                _ => MappingKind.Outside,
            };
            // What the loader zeroes behind a program's data (.bss) has no name of its own.
            if (i > 0 && IsPlain(mapping) && _kinds[i - 1] == MappingKind.Executable && _mappings[i - 1].End == mapping.Start
                && _mappings[i - 1].Inode != 0 && mapping.Permissions[1] == 'w')
            {
                _kinds[i] = MappingKind.Executable;
            }
        }
    }

    private void MarkArenas()
    {
        for (int i = 0; i < _mappings.Count; i++)
        {
            string name = _mappings[i].Name;
            if (name.StartsWith("[anon: Go: ", StringComparison.Ordinal))
            {
                bool isHeap = name.StartsWith("[anon: Go: heap", StringComparison.Ordinal);
                _kinds[i] = isHeap ? MappingKind.Arena : MappingKind.NamedMetadata;
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
        for (int i = 0; i < _mappings.Count; i++)
        {
            var mapping = _mappings[i];
            while (next < _arenas.Count && _arenas[next].End <= mapping.Start)
            {
                next++;
            }

            bool overlaps = next < _arenas.Count && _arenas[next].Start < mapping.End;
            if (overlaps && mapping.IsAnonymous && mapping.Permissions.EndsWith('p'))
            {
                _kinds[i] = MappingKind.Arena;
            }
        }
    }

    private void MarkArenasByShape()
    {
        for (int first = 0; first < _mappings.Count; first++)
        {
            int last = first;
            if (!IsPlain(_mappings[first]) || _mappings[first].Start % ArenaBytes != 0)
            {
                continue;
            }

            while (last + 1 < _mappings.Count && IsPlain(_mappings[last + 1]) && _mappings[last + 1].Start == _mappings[last].End)
            {
                last++;
            }

            if (_mappings[last].End % ArenaBytes == 0 && !IsNativeArena(first))
            {
                _kinds.AsSpan(first, last - first + 1).Fill(MappingKind.Arena);
                _arenaSource = "shape";
            }

            first = last;
        }
    }

    // glibc's heap_info: HEAP_MAX_SIZE is 64 MiB on 64-bit machines, reserved as a whole and opened from its start.
    private bool IsNativeArena(int index)
    {
        var mapping = _mappings[index];
        if (!_hasLibc || !IsPlain(mapping) || mapping.Start % ArenaBytes != 0 || !mapping.Permissions.StartsWith("rw-", StringComparison.Ordinal))
        {
            return false;
        }

        if (mapping.Size.Bytes == (long)ArenaBytes)
        {
            return IsNearLibrary(mapping.Start);
        }

        return index + 1 < _mappings.Count && HasNoRight(_mappings[index + 1]) && _mappings[index + 1].Start == mapping.End
            && _mappings[index + 1].End >= mapping.Start + ArenaBytes && IsNearLibrary(mapping.Start);
    }

    // mmap places what has no wish near the libraries; Go asks for places far from everything.
    private bool IsNearLibrary(ulong address)
    {
        const ulong Near = 1UL << 40;
        foreach (var mapping in _mappings)
        {
            if (mapping.Inode != 0 && !string.Equals(mapping.Name, _executable, StringComparison.Ordinal)
                && (mapping.Start > address ? mapping.Start - address : address - mapping.Start) < Near)
            {
                return true;
            }
        }

        return false;
    }

    private void MarkNative()
    {
        for (int i = 0; i < _mappings.Count; i++)
        {
            if (_kinds[i] != MappingKind.Outside || !_hasLibc)
            {
                continue;
            }

            if (IsNativeArena(i))
            {
                _kinds[i] = MappingKind.NativeHeap;
            }
            else if (i > 0 && IsPlain(_mappings[i]) && _mappings[i].Permissions.StartsWith("rw", StringComparison.Ordinal) && HasNoRight(_mappings[i - 1])
                && _kinds[i - 1] == MappingKind.Outside
                && _mappings[i - 1].End == _mappings[i].Start && _mappings[i - 1].End - _mappings[i - 1].Start <= MostGuardBytes)
            {
                _kinds[i] = MappingKind.ThreadStack;
            }
        }
    }

    private void MarkTmpfs(ByteSize? rssShmem)
    {
        long shared = 0;
        for (int i = 0; i < _mappings.Count; i++)
        {
            shared += _kinds[i] == MappingKind.Shared ? _mappings[i].Memory!.Rss.Bytes : 0;
        }

        // Where the kernel counts more shared memory than was found, files without a block device (major 0) hold it.
        long missing = (rssShmem?.Bytes ?? 0) - shared;
        for (int i = 0; i < _mappings.Count && missing > 0; i++)
        {
            long file = _mappings[i].Memory!.Rss.Bytes - _mappings[i].Memory!.Anonymous.Bytes;
            if (_kinds[i] == MappingKind.File && file > 0 && file <= missing && _mappings[i].Device.StartsWith("00:", StringComparison.Ordinal))
            {
                _kinds[i] = MappingKind.Shared;
                missing -= file;
            }
        }
    }

    private MappingTotals AddUp(DateTimeOffset takenAt)
    {
        var sums = new MappingSums();
        for (int i = 0; i < _mappings.Count; i++)
        {
            bool isArenaOfMalloc = _kinds[i] == MappingKind.NativeHeap && _mappings[i].Name.Length == 0;
            sums.Add(_mappings[i], _kinds[i], isArenaOfMalloc);
        }

        return sums.ToTotals(takenAt, _arenaSource, MostFiles);
    }
}
