using System.Text;
using Resident.Model;
using Resident.Sources.Binary;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Executables;

namespace Resident.Sources.GoRuntime.Functions;

/// <summary>Finds the function, file and line of an instruction in Go's table of functions and lines (pclntab).</summary>
/// <remarks>
/// <para>Source: runtime/symtab.go and runtime/symtabinl.go; forms of Go 1.16, 1.18 and 1.20. It is in stripped programs
/// too, because the runtime itself needs it. All places are checked against the table; what is damaged gives no frame.</para>
/// <para>Not safe for two threads at once: sources may keep blocks.</para>
/// </remarks>
internal sealed class GoFunctionTable
{
    private const int MostNameBytes = 4096;
    private const int MostInlineDepth = 256;
    private const byte OutermostFlag = 1;
    private const int WrapInfo = 7; // FUNCDATA_WrapInfo in runtime/funcdata.h, 1.19 to 1.27

    private readonly PclntabHeader _header;
    private readonly IByteSource _table;
    private readonly GoImage _image;
    private readonly ulong _text;
    private readonly ulong _functionData;
    private readonly StepBudget _budget = new();

    /// <summary>Initializes a new instance of the <see cref="GoFunctionTable"/> class.</summary>
    /// <param name="header">The table's header.</param>
    /// <param name="table">The table's bytes, from the header on.</param>
    /// <param name="image">The program.</param>
    /// <param name="text">Where the code begins.</param>
    /// <param name="functionData">moduledata.gofunc; 0 before Go 1.18.</param>
    public GoFunctionTable(PclntabHeader header, IByteSource table, GoImage image, ulong text, ulong functionData)
    {
        _header = header;
        _table = table;
        _image = image;
        _text = text;
        _functionData = functionData;
    }

    /// <summary>Gets the number of functions.</summary>
    public int Count => _header.Functions;

    /// <summary>Finds the function that an instruction belongs to.</summary>
    /// <param name="pc">The instruction's address in the process.</param>
    /// <returns>The function, or null where none covers it.</returns>
    public GoFunction? Find(ulong pc)
    {
        int low = 0;
        int high = _header.Functions;
        while (low < high)
        {
            int middle = low + ((high - low) / 2);
            if (EntryAt(middle) <= pc)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        // The entry after the last function tells where the code ends.
        return low == 0 || (low == _header.Functions && pc >= EntryAt(low)) ? null : ReadFunction(low - 1);
    }

    /// <summary>Finds a function's code.</summary>
    /// <param name="name">The function's whole name, as in "runtime.main".</param>
    /// <returns>Where its code begins and where the next function's does, in the process; null where the program has no such function.</returns>
    /// <remarks>It goes through the whole table: about 50 ns a function.</remarks>
    public (ulong Start, ulong End)? FindByName(string name)
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadOnlySpan<byte> words = bytes;
        long place = FindName(Encoding.UTF8.GetBytes(name + '\0'));

        // 1.16 begins with an address of 8 bytes, later forms with a distance of 4: the name comes next.
        int nameAt = _header.Form >= 18 ? 4 : 8;
        for (int i = 0; place >= 0 && i < _header.Functions; i++)
        {
            long entry = _header.Index + ((long)i * _header.IndexEntryBytes) + (_header.IndexEntryBytes / 2);
            if (!TryRead(entry, bytes[..(_header.IndexEntryBytes / 2)]))
            {
                return null;
            }

            long function = _header.Index + (long)(_header.Form >= 18 ? words.U32(0) : Math.Min(words.U64(0), uint.MaxValue));
            if (TryRead(function + nameAt, bytes[..4]) && words.U32(0) == place)
            {
                return (EntryAt(i), EntryAt(i + 1));
            }
        }

        return null;
    }

    /// <summary>Adds the frames of one instruction, the innermost first.</summary>
    /// <param name="pc">The instruction's address: for a return address one less, so that it is the call's own.</param>
    /// <param name="frames">Receives the frames; none where the instruction is not Go's.</param>
    /// <param name="specialIds">Receives the runtime's number of each frame's function: 0 for those that it does not treat in a
    /// special way.</param>
    public void AddFrames(ulong pc, List<GoFrame> frames, List<byte> specialIds)
    {
        var function = Find(pc);
        if (function is null)
        {
            return;
        }

        _budget.BeginLookup();
        ulong at = pc;
        int first = frames.Count;
        while (frames.Count - first < MostInlineDepth && TryInlined(function, at, out var inlined, out ulong parent))
        {
            frames.Add(FrameAt(function, at, inlined.Name, inlined.StartLine));
            specialIds.Add(inlined.SpecialId);
            at = parent;
        }

        frames.Add(FrameAt(function, at, function.Name, function.StartLine));
        specialIds.Add(function.SpecialId);
    }

    /// <summary>Gets how many bytes of the stack a function has taken when it comes to an instruction.</summary>
    /// <returns>The bytes between the stack pointer there and at its entry; negative where the table does not tell.</returns>
    public int StackBytesAt(GoFunction function, ulong pc)
    {
        _budget.BeginLookup();
        return ValueAt(function.StackTable, function.Entry, pc);
    }

    // The place of a name among the names, each of which ends with a zero; -1: there is none.
    private long FindName(ReadOnlySpan<byte> name)
    {
        const int BlockBytes = 64 * 1024;
        byte[] block = new byte[BlockBytes];
        for (long start = 0; start < _header.Units - _header.Names; start += BlockBytes - MostNameBytes)
        {
            int count = _table.Read(_header.Names + start, block.AsSpan(0, (int)Math.Min(BlockBytes, _header.Units - _header.Names - start)));
            for (int at = 0; at < count;)
            {
                int next = block.AsSpan(at, count - at).IndexOf(name);
                if (next < 0)
                {
                    break;
                }

                at += next;
                if (start + at == 0 || (at > 0 && block[at - 1] == 0))
                {
                    return start + at;
                }

                at += name.Length;
            }
        }

        return -1;
    }

    // Programs older than 1.21 shorten names in their profiles too.
    private GoFrame FrameAt(GoFunction function, ulong pc, string name, int startLine)
    {
        string shortened = GoNames.Shorten(name);
        bool hasSymbol = _header.Form >= 20 && !ReferenceEquals(shortened, name);
        return new(shortened, FileAt(function, pc), LineAt(function, pc), startLine) { Symbol = hasSymbol ? name : null };
    }

    private int LineAt(GoFunction function, ulong pc) => Math.Max(ValueAt(function.LineTable, function.Entry, pc), 0);

    private string FileAt(GoFunction function, ulong pc)
    {
        int number = ValueAt(function.FileTable, function.Entry, pc);
        Span<byte> word = stackalloc byte[4];
        if (number < 0 || !TryRead(_header.Units + (4L * (function.Unit + number)), word))
        {
            return string.Empty;
        }

        uint place = word.U32(0);
        return place == uint.MaxValue ? string.Empty : ReadText(_header.Files + place);
    }

    private bool TryInlined(GoFunction function, ulong pc, out (string Name, int StartLine, byte SpecialId) inlined, out ulong parent)
    {
        inlined = default;
        parent = 0;
        if (function.InlineTree == 0 || function.InlineTable == 0)
        {
            return false;
        }

        int place = ValueAt(function.InlineTable, function.Entry, pc);
        int size = _header.Form >= 20 ? 16 : 20;
        Span<byte> bytes = stackalloc byte[20];
        ReadOnlySpan<byte> call = bytes;
        if (place < 0 || _image.ReadConstant(function.InlineTree + ((ulong)(place * (long)size)), bytes[..size]) != size)
        {
            return false;
        }

        bool is120 = _header.Form >= 20;
        inlined = (ReadText(_header.Names + call.U32(is120 ? 4 : 12)), is120 ? call.I32(12) : 0, call[is120 ? 0 : 2]);
        parent = unchecked(function.Entry + (ulong)call.I32(is120 ? 8 : 16));
        return true;
    }

    private ulong EntryAt(int index)
    {
        Span<byte> bytes = stackalloc byte[8];
        ReadOnlySpan<byte> entry = bytes;
        if (!TryRead(_header.Index + ((long)index * _header.IndexEntryBytes), bytes))
        {
            return ulong.MaxValue;
        }

        return _header.Form >= 18 ? unchecked(_text + entry.U32(0)) : entry.U64(0);
    }

    private GoFunction? ReadFunction(int index)
    {
        Span<byte> entry = stackalloc byte[16];
        Span<byte> bytes = stackalloc byte[44];
        if (!TryRead(_header.Index + ((long)index * _header.IndexEntryBytes), entry[.._header.IndexEntryBytes]))
        {
            return null;
        }

        ReadOnlySpan<byte> pair = entry;
        ReadOnlySpan<byte> header = bytes;
        long place = _header.Index + (long)(_header.Form >= 18 ? pair.U32(4) : Math.Min(pair.U64(8), uint.MaxValue));
        if (!TryRead(place, bytes))
        {
            return null;
        }

        // 1.16 begins with an address of 8 bytes, later forms with a distance of 4: the fields after it move by 4.
        int shift = _header.Form >= 18 ? 0 : 4;
        int headerBytes = _header.Form == 18 ? 40 : 44;
        uint tables = header.U32(28 + shift);
        byte data = header[headerBytes - 1];
        return new()
        {
            Entry = EntryAt(index),
            Name = ReadText(_header.Names + header.U32(4 + shift)),
            StartLine = _header.Form >= 20 ? header.I32(36) : 0,
            SpecialId = header[headerBytes - 4],
            IsOutermost = (header[headerBytes - 3] & OutermostFlag) != 0,
            StackTable = header.U32(16 + shift),
            FileTable = header.U32(20 + shift),
            LineTable = header.U32(24 + shift),
            Unit = header.U32(32 + shift),
            InlineTable = tables > 2 ? ReadU32(place + headerBytes + 8) : 0,
            InlineTree = data > 3 ? InlineTreeAt(place + headerBytes + (4L * tables)) : 0,
            Wrapped = data > WrapInfo && _header.Form >= 18 ? WrappedAt(place + headerBytes + (4L * tables)) : 0,
        };
    }

    // The fourth entry of the function's data: an address before 1.18, since then a distance from moduledata.gofunc.
    private ulong InlineTreeAt(long place)
    {
        if (_header.Form >= 18)
        {
            uint distance = ReadU32(place + 12);
            return distance is uint.MaxValue || _functionData == 0 ? 0 : _functionData + distance;
        }

        Span<byte> address = stackalloc byte[8];
        return TryRead(((place + 7) & ~7L) + 24, address) ? address.U64(0) : 0;
    }

    // Where the function's data has it, four bytes: how far behind the beginning of the code the wrapped function lies.
    private ulong WrappedAt(long place)
    {
        uint distance = ReadU32(place + (4 * WrapInfo));
        Span<byte> offset = stackalloc byte[4];
        return distance is not uint.MaxValue && _functionData != 0 && _image.ReadConstant(unchecked(_functionData + distance), offset) == offset.Length
            ? unchecked(_text + offset.U32(0))
            : 0;
    }

    // Pairs of varints: how far the value moves, how far the instruction moves. A value holds up to the next instruction.
    private int ValueAt(uint table, ulong entry, ulong pc)
    {
        if (table == 0)
        {
            return -1;
        }

        var reader = new TableReader(_table, _header.Values + table);
        ulong at = entry;
        int value = -1;
        for (int step = 0; _budget.TryTake(); step++)
        {
            if (!reader.TryReadVarint(out uint change) || (change == 0 && step > 0) || !reader.TryReadVarint(out uint distance))
            {
                return -1;
            }

            unchecked
            {
                value += (int)((change >> 1) ^ (uint)-(int)(change & 1));
                at += distance * (ulong)_header.Quantum;
            }

            if (pc < at)
            {
                return value;
            }
        }

        return -1;
    }

    private uint ReadU32(long place)
    {
        Span<byte> bytes = stackalloc byte[4];
        return TryRead(place, bytes) ? bytes.U32(0) : 0;
    }

    private string ReadText(long place)
    {
        Span<byte> part = stackalloc byte[256];
        int count = _table.Read(place, part);
        int end = part[..count].IndexOf((byte)0);
        if (end >= 0)
        {
            return Encoding.UTF8.GetString(part[..end]);
        }

        byte[] whole = new byte[MostNameBytes];
        count = _table.Read(place, whole);
        end = whole.AsSpan(0, count).IndexOf((byte)0);
        return Encoding.UTF8.GetString(whole, 0, end < 0 ? count : end);
    }

    private bool TryRead(long place, Span<byte> destination) => place >= 0 && _table.Read(place, destination) == destination.Length;

    /// <summary>Reads varints from a place on, some bytes at a time.</summary>
    private ref struct TableReader
    {
        private readonly IByteSource _source;
        private readonly byte[] _buffer;
        private long _place;
        private int _at;
        private int _count;

        public TableReader(IByteSource source, long place)
        {
            _source = source;
            _place = place;
            _buffer = new byte[64];
        }

        public bool TryReadVarint(out uint value)
        {
            value = 0;
            for (int shift = 0; shift < 35; shift += 7)
            {
                if (_at == _count)
                {
                    _count = _source.Read(_place, _buffer);
                    _place += _count;
                    _at = 0;
                    if (_count == 0)
                    {
                        return false;
                    }
                }

                byte part = _buffer[_at++];
                value |= unchecked((uint)(part & 0x7f) << shift);
                if (part < 0x80)
                {
                    return true;
                }
            }

            return false;
        }
    }
}
