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

    private const int MostFrames = 512;

    private readonly GoTarget _target;
    private readonly GoSymbolizer _symbolizer;
    private readonly bool _isArm64;

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
            var top = stack[..(int)Math.Min(registers.IsPlausible ? registers.High - registers.Sp : 0, WindowBytes)];
            bool isWalked = registers.IsPlausible && _target.Memory.TryRead(registers.Sp, top) && TryWalk(registers, top, addresses);
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
    /// <returns>False where the stack does not lead to its end.</returns>
    public bool TryWalk(in GoStackRegisters from, ReadOnlySpan<byte> top, List<ulong> addresses)
    {
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

        return false;
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

        pc = 0;
        return place < from.High && _target.Memory.TryReadU64(place, out pc);
    }
}
