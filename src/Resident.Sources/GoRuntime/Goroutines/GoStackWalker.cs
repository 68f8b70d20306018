using Resident.Model;
using Resident.Sources.GoRuntime.Access;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Goroutines;

/// <summary>Walks the stack of a goroutine that does not run, from outside, as the runtime itself does.</summary>
/// <remarks>Source: unwinder in runtime/traceback.go. The function table tells for each instruction how much of the stack its function has
/// taken; on x64 the return address lies above that, on arm64 at the stack pointer. Frame pointers are not needed.</remarks>
internal sealed class GoStackWalker
{
    /// <summary>How much of a stack is worth reading at once: most goroutines wait with less than this in use.</summary>
    public const int WindowBytes = 1024;

    private const int MostFrames = 16_384;
    private const int DeepBytes = 8192;

    private readonly GoTarget _target;
    private readonly GoSymbolizer _symbolizer;
    private readonly bool _isArm64;
    private readonly byte[] _deep = new byte[DeepBytes];
    private ulong _deepAt;
    private int _deepCount;

    /// <summary>Initializes a new instance of the <see cref="GoStackWalker"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="symbolizer">What knows functions.</param>
    public GoStackWalker(GoTarget target, GoSymbolizer symbolizer)
    {
        _target = target;
        _symbolizer = symbolizer;
        _isArm64 = target.Image.IsArm64;
    }

    /// <summary>Walks.</summary>
    /// <param name="goroutine">The address of the goroutine's structure.</param>
    /// <returns>The frames, the innermost first; empty where they cannot be made out.</returns>
    public IReadOnlyList<GoFrame> Walk(ulong goroutine)
    {
        List<ulong> addresses = [];
        if (!TryWalk(goroutine, addresses))
        {
            return [];
        }

        string callee = string.Empty;
        List<GoFrame> frames = [];
        foreach (ulong address in addresses)
        {
            frames.AddRange(_symbolizer.ShownAt(unchecked(address - 1), ref callee));
        }

        return frames is [.., { Function: "runtime.goexit" }] ? frames[..^1] : frames;
    }

    /// <summary>Walks, reading what it needs.</summary>
    /// <param name="goroutine">The address of the goroutine's structure.</param>
    /// <param name="addresses">Receives the return addresses, the innermost first.</param>
    /// <returns>False where the stack does not lead to its end: the goroutine went on meanwhile.</returns>
    public bool TryWalk(ulong goroutine, List<ulong> addresses)
    {
        const int MostAttempts = 3;
        Span<byte> g = stackalloc byte[_target.Layout[GoField.GAtomicstatus] + 8];
        Span<byte> stack = stackalloc byte[WindowBytes];
        for (int attempt = 0; attempt < MostAttempts; attempt++)
        {
            addresses.Clear();
            if (!_target.Memory.TryRead(goroutine, g))
            {
                return false;
            }

            var registers = GoStackRegisters.Read(_target.Layout, g);
            if (!registers.IsPlausible)
            {
                continue;
            }

            var top = stack[..(int)Math.Min(registers.High - registers.Sp, WindowBytes)];
            bool isWalked = _target.Memory.TryRead(registers.Sp, top) && TryWalk(registers, top, addresses);
            if (isWalked && _target.Memory.TryRead(goroutine, g) && GoStackRegisters.Read(_target.Layout, g) == registers)
            {
                return true;
            }
        }

        addresses.Clear();
        return false;
    }

    /// <summary>Walks a stack whose innermost part was read.</summary>
    /// <param name="from">Where the goroutine stands.</param>
    /// <param name="top">The stack's bytes from the stack pointer on; what lies above them is read when it is needed.</param>
    /// <param name="addresses">Receives the return addresses, the innermost first: each is one above an address in the call.</param>
    /// <returns>False where the stack does not lead to its end. Of a stack of very many calls the innermost ones are kept.</returns>
    public bool TryWalk(in GoStackRegisters from, ReadOnlySpan<byte> top, List<ulong> addresses)
    {
        _deepCount = 0;
        ulong pc = from.Pc;
        ulong sp = from.Sp;
        bool isExact = false;
        for (int i = 0; i < MostFrames; i++)
        {
            var site = _symbolizer.SiteAt(pc);
            if (site.Entry == 0)
            {
                return false;
            }

            addresses.Add(isExact || pc == site.Entry ? unchecked(pc + 1) : pc);
            if (site.IsOutermost)
            {
                return true;
            }

            if (site.StackBytes < 0 || !TryReturn(from, top, site, ref sp, out pc) || sp < from.Sp || sp > from.High)
            {
                return false;
            }

            isExact = site.IsInjected;
        }

        return true;
    }

    // On arm64 a function that has taken no stack yet has its return address in a register, which only the innermost one's
    // structure keeps.
    private bool TryReturn(in GoStackRegisters from, ReadOnlySpan<byte> top, GoCallSite site, ref ulong sp, out ulong pc)
    {
        ulong taken = (ulong)site.StackBytes;
        ulong place = _isArm64 ? sp : unchecked(sp + taken);
        bool isInnermost = sp == from.Sp;
        sp = unchecked(sp + taken + (_isArm64 ? 0UL : 8UL));
        if (_isArm64 && isInnermost && taken == 0 && from.Lr != 0)
        {
            pc = from.Lr;
            return true;
        }

        ulong into = unchecked(place - from.Sp);
        if (into <= (ulong)top.Length && top.Length - (int)into >= 8)
        {
            pc = top.U64((int)into);
            return true;
        }

        return TryReadDeep(place, from.High, out pc);
    }

    // What lies above the top of a stack comes in blocks: a recursion has its return addresses close together.
    private bool TryReadDeep(ulong place, ulong high, out ulong word)
    {
        word = 0;
        if (place >= high || high - place < 8)
        {
            return false;
        }

        if (_deepCount == 0 || place < _deepAt || place - _deepAt > (ulong)(_deepCount - 8))
        {
            _deepAt = place;
            _deepCount = (int)Math.Min(high - place, DeepBytes);
            if (!_target.Memory.TryRead(place, _deep.AsSpan(0, _deepCount)))
            {
                _deepCount = 0;
                return false;
            }
        }

        word = _deep.AsSpan((int)(place - _deepAt)).U64(0);
        return true;
    }
}
