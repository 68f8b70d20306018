using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Walks the stack of a goroutine that does not run, from outside.</summary>
/// <remarks>
/// Source: gobuf in runtime/runtime2.go: sp, pc, then among others bp, which Go 1.25 moved by one word. Go keeps frame pointers on amd64 and arm64:
/// at each lies the caller's, and behind it the return address. In a system call before 1.23 the saved frame pointer is an old one; then the words of
/// the stack are looked through for return addresses, which may find one that was left behind.
/// </remarks>
internal sealed class GoStackWalker
{
    private const int SchedOffset = 56;
    private const int GobufBytes = 64;
    private const int MostFrames = 32;
    private const int MostScanBytes = 4096;

    private readonly GoTarget _target;
    private readonly GoSymbolizer _symbolizer;

    /// <summary>Initializes a new instance of the <see cref="GoStackWalker"/> class.</summary>
    /// <param name="target">The program.</param>
    /// <param name="symbolizer">What names functions.</param>
    public GoStackWalker(GoTarget target, GoSymbolizer symbolizer)
    {
        _target = target;
        _symbolizer = symbolizer;
    }

    /// <summary>Walks.</summary>
    /// <param name="goroutine">The address of the goroutine's structure.</param>
    /// <returns>The frames, the innermost first; empty where they cannot be made out.</returns>
    public IReadOnlyList<GoFrame> Walk(ulong goroutine)
    {
        Span<byte> bytes = stackalloc byte[SchedOffset + GobufBytes];
        ReadOnlySpan<byte> words = bytes;
        if (!_target.Memory.TryRead(goroutine, bytes))
        {
            return [];
        }

        ulong high = words.U64(_target.Layout[GoField.GStack] + 8);
        ulong stackPointer = words.U64(SchedOffset);
        ulong low = words.U64(_target.Layout[GoField.GStack]);
        if (stackPointer < low || stackPointer >= high || high - low > 1UL << 34)
        {
            return [];
        }

        var frames = new List<GoFrame>();
        Add(frames, words.U64(SchedOffset + 8));
        ulong framePointer = PointerIn(words, stackPointer, high);
        bool isWalked = framePointer != 0 && FollowPointers(frames, framePointer, high);
        if (!isWalked)
        {
            frames.Clear();
            Scan(frames, stackPointer, high);
        }

        return frames;
    }

    // bp is the seventh word of gobuf, since 1.25 the sixth: whichever points into the stack.
    private static ulong PointerIn(ReadOnlySpan<byte> words, ulong stackPointer, ulong high)
    {
        foreach (int offset in (ReadOnlySpan<int>)[SchedOffset + 48, SchedOffset + 40])
        {
            ulong candidate = words.U64(offset);
            if (candidate >= stackPointer && candidate < high - 16 && candidate % 8 == 0)
            {
                return candidate;
            }
        }

        return 0;
    }

    private bool FollowPointers(List<GoFrame> frames, ulong framePointer, ulong high)
    {
        Span<byte> pair = stackalloc byte[16];
        ReadOnlySpan<byte> words = pair;
        for (int i = 0; i < MostFrames; i++)
        {
            if (!_target.Memory.TryRead(framePointer, pair) || !Add(frames, words.U64(8)))
            {
                // The outermost function returns to runtime.goexit, and its frame pointer is none.
                return i > 0;
            }

            ulong next = words.U64(0);
            if (next <= framePointer || next >= high - 16)
            {
                return true;
            }

            framePointer = next;
        }

        return true;
    }

    private void Scan(List<GoFrame> frames, ulong stackPointer, ulong high)
    {
        byte[] bytes = new byte[(int)Math.Min(high - stackPointer, MostScanBytes)];
        if (!_target.Memory.TryRead(stackPointer, bytes))
        {
            return;
        }

        ReadOnlySpan<byte> words = bytes;
        for (int at = 0; at + 8 <= bytes.Length && frames.Count < MostFrames; at += 8)
        {
            _ = Add(frames, words.U64(at));
        }
    }

    private bool Add(List<GoFrame> frames, ulong returnAddress)
    {
        if (returnAddress < _target.Module.Text || returnAddress >= _target.Module.EndOfText)
        {
            return false;
        }

        var found = _symbolizer.FramesAt(returnAddress - 1);
        frames.AddRange(found);
        return found.Length > 0;
    }
}
