using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Goroutines;
using Resident.Sources.GoRuntime.Heap;

namespace Resident.Sources.GoRuntime.Globals;

/// <summary>Tells whether an address holds one of the scheduler's globals: goroutines, processors, its state. Like <see cref="GoConfirmation"/>.</summary>
internal sealed class GoSchedulerConfirmation
{
    /// <summary>The limit of threads that a program has unless it sets another one.</summary>
    public const uint DefaultMostThreads = 10_000;

    private readonly GoTarget _target;
    private readonly IProcessMemory _memory;
    private readonly GoLayout _layout;

    /// <summary>Initializes a new instance of the <see cref="GoSchedulerConfirmation"/> class.</summary>
    /// <param name="target">The program.</param>
    public GoSchedulerConfirmation(GoTarget target)
    {
        _target = target;
        _memory = target.Memory;
        _layout = target.Layout;
    }

    /// <summary>Tells whether a list holds goroutines: it begins with the first one, or, where that has ended as it does in an archive that a C
    /// program calls, with some that look like goroutines and have numbers of their own.</summary>
    public bool IsAllgs(ulong address, out int length)
    {
        const int MostGoroutines = 1 << 28;
        const int Looked = 8;
        length = 0;
        if (!_memory.TryReadU64(address + 16, out ulong capacity) || !IsGrownTo(capacity)
            || !_target.TryReadSlice(address, MostGoroutines, out ulong first, out length) || length < 1
            || !_memory.TryReadU64(first, out ulong pointer) || pointer == 0 || (pointer & 7) != 0)
        {
            return false;
        }

        return IsGoroutine(pointer, out ulong number, out ulong start) && ((number == 1 && start != 0) || AreGoroutines(first, Math.Min(length, Looked)));
    }

    /// <summary>Tells whether a list begins with a processor: its number is 0 and a list in it begins in itself.</summary>
    public bool IsAllp(ulong address)
    {
        const int MostProcessors = 1 << 16;
        Span<byte> head = stackalloc byte[8];
        ReadOnlySpan<byte> numbers = head;
        return _target.TryReadSlice(address, MostProcessors, out ulong first, out int length) && length >= 1
            && _memory.TryReadU64(first, out ulong p) && p != 0 && (p & 7) == 0
            && _memory.TryRead(p, head) && numbers.I32(0) == 0 && numbers.U32(4) <= 4
            && _memory.TryReadU64(p + (ulong)_layout[GoField.PSudogcache], out ulong cache)
            && cache == p + (ulong)_layout[GoField.PSudogbuf];
    }

    /// <summary>Tells whether the scheduler's state lies at an address: the limit of threads, and six counters that are
    /// small or bounded by others.</summary>
    /// <param name="address">The address.</param>
    /// <param name="known">Where the program has set a limit of its own (debug.SetMaxThreads), the processors and the goroutines have to agree; null: only
    /// the runtime's own limit counts.</param>
    public bool IsSched(ulong address, GoGlobals? known)
    {
        const ulong MostIds = 1UL << 56;
        const ulong MostMade = 1UL << 20;
        Span<byte> bytes = stackalloc byte[512];
        ReadOnlySpan<byte> sched = bytes[..(_layout[GoField.SchedTotaltime] + 8)];
        if (!_memory.TryRead(address, bytes[..sched.Length]))
        {
            return false;
        }

        ulong made = sched.U64(_layout[GoField.SchedMnext]);
        int free = _layout[GoField.SchedGFree];
        return sched.U64(_layout[GoField.SchedGoidgen]) is > 0 and < MostIds
            && made is > 0 and < MostMade
            && sched.U32(_layout[GoField.SchedNmidle]) <= made
            && sched.U32(_layout[GoField.SchedNpidle]) <= GoProcessors.MostProcessors
            && sched.U32(_layout[GoField.SchedNgsys]) is > 0 and < 200
            && sched.I64(_layout[GoField.SchedProcresizetime]) > 0
            && sched.I64(_layout[GoField.SchedTotaltime]) >= 0
            && sched.I32(free + 24) >= 0
            && IsPointerOrZero(sched.U64(free + 8))
            && (sched.U32(_layout[GoField.SchedMaxmcount]) == DefaultMostThreads || (known is not null && Agrees(sched, known)));
    }

    // append takes all that the allocator gives: a size class, less a header of 8 bytes since 1.22, or whole pages. The runtime
    // also keeps the list's address and its length side by side, which look like a slice when some larger number follows.
    private static bool IsGrownTo(ulong capacity)
    {
        const ulong MostSmallBytes = 32_768;
        const ulong PageBytes = 8192;
        ulong bytes = capacity < 1UL << 32 ? capacity * 8 : 0;
        return bytes > MostSmallBytes
            ? bytes % PageBytes == 0
            : bytes != 0 && (GoSizeClasses.Bytes.Contains((ushort)bytes) || GoSizeClasses.Bytes.Contains((ushort)(bytes + 8)));
    }

    private static bool IsPointerOrZero(ulong word) => (word & 7) == 0 && word < 1UL << 56;

    private bool AreGoroutines(ulong first, int count)
    {
        const int Least = 3; // those of the runtime alone are more
        int begun = 0;
        Span<ulong> numbers = stackalloc ulong[count];
        for (int i = 0; i < count; i++)
        {
            if (!_memory.TryReadU64(unchecked(first + (8 * (ulong)i)), out ulong pointer)
                || !IsGoroutine(pointer, out numbers[i], out ulong start) || numbers[..i].Contains(numbers[i]))
            {
                return false;
            }

            begun += start != 0 ? 1 : 0;
        }

        return begun >= Least;
    }

    // What has ended keeps its number and its start, and may have no stack. Those that wait for threads of C have no start.
    private bool IsGoroutine(ulong pointer, out ulong number, out ulong start)
    {
        const uint ScanMark = 0x1000;
        const uint LastState = 11;
        const uint Dead = 6;
        const ulong MostNumber = 1UL << 48;
        (number, start) = (0, 0);
        Span<byte> bytes = stackalloc byte[512];
        ReadOnlySpan<byte> g = bytes[..Math.Min(512, _layout[GoField.GBytes])];
        if (pointer == 0 || (pointer & 7) != 0 || !_memory.TryRead(pointer, bytes[..g.Length]))
        {
            return false;
        }

        number = g.U64(_layout[GoField.GGoid]);
        uint state = g.U32(_layout[GoField.GAtomicstatus]) & ~ScanMark;
        ulong low = g.U64(_layout[GoField.GStack]);
        ulong high = g.U64(_layout[GoField.GStack] + 8);
        bool hasStack = low < high || (state == Dead && low == high);
        start = g.U64(_layout[GoField.GStartpc]);
        return number is > 0 and < MostNumber && state <= LastState && hasStack && (start == 0 || _target.Module.ContainsCode(start));
    }

    // The list of idle processors begins with one, and processors take numbers of goroutines sixteen at a time: the highest that was given is
    // not far below what is to be given next. A goroutine keeps its number after its end, until its structure gets a higher one.
    private bool Agrees(ReadOnlySpan<byte> sched, GoGlobals known)
    {
        const ulong NumbersAtOnce = 16;
        ulong idle = sched.U64(_layout[GoField.SchedPidle]);
        int count = sched.I32(_layout[GoField.SchedNpidle]);
        ulong next = sched.U64(_layout[GoField.SchedGoidgen]);
        if (sched.I32(_layout[GoField.SchedMaxmcount]) < 2 || count < 0 || count == 0 != (idle == 0) || known.Allp == 0 || known.Allgs == 0)
        {
            return false;
        }

        ulong[] processors = GoProcessors.Read(_target, known.Allp).Addresses;
        return (idle == 0 || processors.Contains(idle))
            && GoroutineList.ReadHighestNumber(_target, known.Allgs) is { } highest
            && next >= highest && next <= highest + (NumbersAtOnce * ((ulong)processors.Length + 1));
    }
}
