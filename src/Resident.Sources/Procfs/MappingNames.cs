using System.Text;

namespace Resident.Sources.Procfs;

/// <summary>The names of a process's mappings, each held once, as UTF-8 in one array. Number 0 is the empty
/// name.</summary>
internal sealed class MappingNames
{
    // 60,000 files with paths of 500 bytes. What comes after goes by one name.
    private const int MostBytes = 32 << 20;
    private const int FirstBytes = 8 << 10;
    private const int FirstNames = 64;

    private byte[] _bytes = new byte[FirstBytes];
    private Entry[] _entries = new Entry[FirstNames];

    // Open addressing, at most half full: a name's number, or 0 for a free place.
    private int[] _places = new int[FirstNames * 2];
    private int _length;
    private int _last;

    public MappingNames()
    {
        Clear();
    }

    /// <summary>Gets how many names there are, the empty one included.</summary>
    public int Count { get; private set; }

    private static ReadOnlySpan<byte> Further => "(further files)"u8;

    public void Clear()
    {
        Array.Clear(_places);
        _entries[0] = new() { Traits = NameTraits.Bracketed };
        Count = 1;
        _length = 0;
        _last = 0;
    }

    /// <summary>Gives a name's number: mappings of one name stand together, so the last one is tried first.</summary>
    public int Add(ReadOnlySpan<byte> name)
    {
        if (name.IsEmpty || name.SequenceEqual(BytesOf(_last)))
        {
            return name.IsEmpty ? 0 : _last;
        }

        int hash = HashOf(name);
        int place = PlaceOf(name, hash);
        if (_places[place] == 0 && _length + name.Length > MostBytes)
        {
            name = Further;
            hash = HashOf(name);
            place = PlaceOf(name, hash);
        }

        if (_places[place] == 0)
        {
            place = Grow(name, hash, place);
            name.CopyTo(_bytes.AsSpan(_length));
            _entries[Count] = new() { Offset = _length, Length = name.Length, Hash = hash, Traits = TraitsOf(name) };
            _length += name.Length;
            _places[place] = Count++;
        }

        _last = _places[place];
        return _last;
    }

    /// <summary>Gives a name's number, or -1 where no mapping has it.</summary>
    public int Find(string? name)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(name ?? "");
        int number = bytes.Length == 0 ? 0 : _places[PlaceOf(bytes, HashOf(bytes))];
        return number == 0 ? -1 : number;
    }

    public ReadOnlySpan<byte> BytesOf(int number) => _bytes.AsSpan(_entries[number].Offset, _entries[number].Length);

    public string TextOf(int number) => Encoding.UTF8.GetString(BytesOf(number));

    public bool Has(int number, NameTraits traits) => (_entries[number].Traits & traits) != NameTraits.None;

    public void MarkProgram(int number) => _entries[number].Traits |= NameTraits.Program;

    // The seed of HashCode is random: nobody can choose names that meet.
    private static int HashOf(ReadOnlySpan<byte> name)
    {
        var hash = default(HashCode);
        hash.AddBytes(name);
        return hash.ToHashCode();
    }

    private static NameTraits TraitsOf(ReadOnlySpan<byte> name)
    {
        var file = name[(name.LastIndexOf((byte)'/') + 1)..];
        bool isHeap = name.SequenceEqual("[heap]"u8);
        bool isLibc = isHeap || file.StartsWith("libc."u8) || file.StartsWith("libc-"u8)
            || file.StartsWith("ld-musl"u8);
        return (IsSharedMemory(name) ? NameTraits.SharedMemory : NameTraits.None)
            | (isLibc ? NameTraits.Libc : NameTraits.None)
            | (isHeap ? NameTraits.Heap : NameTraits.None)
            | (name[0] == (byte)'[' ? BracketTraitsOf(name) : NameTraits.None);
    }

    private static bool IsSharedMemory(ReadOnlySpan<byte> name) =>
        name.StartsWith("/dev/zero"u8) || name.StartsWith("/memfd:"u8) || name.StartsWith("/SYSV"u8)
        || name.StartsWith("/dev/shm/"u8) || name.StartsWith("/dev/ashmem"u8) || name.StartsWith("[anon_shmem"u8);

    private static NameTraits BracketTraitsOf(ReadOnlySpan<byte> name)
    {
        bool isKernelCode = name.SequenceEqual("[vdso]"u8) || name.SequenceEqual("[vvar]"u8)
            || name.SequenceEqual("[vvar_vclock]"u8) || name.SequenceEqual("[vsyscall]"u8);
        var go = name.StartsWith("[anon: Go: heap"u8) ? NameTraits.GoHeap
            : name.StartsWith("[anon: Go: "u8) ? NameTraits.GoMetadata : NameTraits.None;
        return NameTraits.Bracketed | go
            | (isKernelCode ? NameTraits.KernelCode : NameTraits.None)
            | (name.SequenceEqual("[stack]"u8) ? NameTraits.Stack : NameTraits.None);
    }

    // Where the name stands, or the free place where it would.
    private int PlaceOf(ReadOnlySpan<byte> name, int hash)
    {
        int mask = _places.Length - 1;
        int place = hash & mask;
        while (_places[place] is var number and not 0
            && (_entries[number].Hash != hash || !name.SequenceEqual(BytesOf(number))))
        {
            place = (place + 1) & mask;
        }

        return place;
    }

    private int Grow(ReadOnlySpan<byte> name, int hash, int place)
    {
        while (_length + name.Length > _bytes.Length)
        {
            Array.Resize(ref _bytes, _bytes.Length * 2);
        }

        if (Count < _entries.Length)
        {
            return place;
        }

        Array.Resize(ref _entries, _entries.Length * 2);
        _places = new int[_entries.Length * 2];
        for (int i = 1; i < Count; i++)
        {
            _places[PlaceOf(BytesOf(i), _entries[i].Hash)] = i;
        }

        return PlaceOf(name, hash);
    }

    private struct Entry
    {
        public int Offset;
        public int Length;
        public int Hash;
        public NameTraits Traits;
    }
}
