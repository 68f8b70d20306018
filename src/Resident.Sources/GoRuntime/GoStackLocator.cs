using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Turns stacks of return addresses into locations, as runtime/pprof does.</summary>
/// <remarks>Source: appendLocsForStack in runtime/pprof/proto.go. The runtime keeps an address for each inlined function; those
/// that one instruction stands for become one location with several frames.</remarks>
internal sealed class GoStackLocator
{
    // The runtime keeps 32 addresses a stack up to 1.22, then 128.
    private const int ShortLimit = 32;
    private const int LongLimit = 128;

    private readonly GoSymbolizer _symbolizer;
    private readonly Dictionary<(ulong Address, int Frames), int> _indexes = [];
    private readonly List<GoStackLocation> _locations = [];

    /// <summary>Initializes a new instance of the <see cref="GoStackLocator"/> class.</summary>
    /// <param name="symbolizer">What names functions.</param>
    public GoStackLocator(GoSymbolizer symbolizer)
    {
        _symbolizer = symbolizer;
    }

    /// <summary>Gets the locations so far.</summary>
    public IReadOnlyList<GoStackLocation> Locations => _locations;

    /// <summary>Locates a stack.</summary>
    /// <param name="stack">Return addresses, the innermost first.</param>
    /// <param name="hideRuntime">Whether to leave out the innermost functions of the runtime, unless there are no others.</param>
    /// <param name="isPhysical">Whether the stack has one address for all that was inlined at a call. So it is with waits
    /// since 1.23, unless a marker stands before the stack.</param>
    /// <returns>Indexes of <see cref="Locations"/>.</returns>
    public int[] Locate(IReadOnlyList<ulong> stack, bool hideRuntime, bool isPhysical)
    {
        bool isMarked = stack is [GoConfirmation.ExpandedStack, ..];
        if (isPhysical && !isMarked)
        {
            return LocatePhysical(stack);
        }

        List<int> indexes = [];
        int i = isMarked ? 1 : hideRuntime ? FirstOfProgram(stack) : 0;
        while (i < stack.Count)
        {
            ulong pc = unchecked(stack[i] - 1);
            var all = _symbolizer.FramesAt(pc);
            i++;
            if (all is [{ Function: "runtime.goexit" }])
            {
                continue;
            }

            if (all.Length <= 1)
            {
                indexes.Add(IndexOf(pc, all));
                continue;
            }

            List<GoFrame> frames = [all[0]];
            for (int inner = 1; inner < all.Length; inner++)
            {
                // A wrapper that the compiler made is no frame of the stack. Where the stack was cut, the rest is.
                bool isFrame = i < stack.Count
                    ? _symbolizer.FramesAt(unchecked(stack[i] - 1)).AsSpan().SequenceEqual(all.AsSpan(inner))
                    : stack.Count is ShortLimit or LongLimit;
                if (isFrame)
                {
                    frames.Add(all[inner]);
                    i = Math.Min(i + 1, stack.Count);
                }
            }

            indexes.Add(IndexOf(pc, frames));
        }

        return [.. indexes];
    }

    private int[] LocatePhysical(IReadOnlyList<ulong> stack)
    {
        List<int> indexes = new(stack.Count);
        string callee = string.Empty;
        int repeated = RepeatedAtTop(stack);
        for (int i = 0; i < stack.Count; i++)
        {
            if (i > 0 && i <= repeated)
            {
                continue;
            }

            ulong pc = unchecked(stack[i] - 1);
            var frames = _symbolizer.ShownAt(pc, ref callee);
            if (frames is not ([] or [{ Function: "runtime.goexit" }]))
            {
                indexes.Add(IndexOf(pc, frames));
            }
        }

        return [.. indexes];
    }

    // fpTracebackPartialExpand in runtime/mprof.go: where it leaves out the innermost functions, it takes apart the instruction that the
    // last of them is in, and what that one was inlined into follows with addresses of its own.
    private int RepeatedAtTop(IReadOnlyList<ulong> stack)
    {
        if (stack.Count == 0)
        {
            return 0;
        }

        int repeated = 0;
        var all = _symbolizer.FramesAt(unchecked(stack[0] - 1));
        for (int inner = 1; inner < all.Length && repeated + 1 < stack.Count; inner++)
        {
            if (_symbolizer.FramesAt(unchecked(stack[repeated + 1] - 1)).AsSpan().SequenceEqual(all.AsSpan(inner)))
            {
                repeated++;
            }
        }

        return repeated;
    }

    private int FirstOfProgram(IReadOnlyList<ulong> stack)
    {
        for (int i = 0; i < stack.Count; i++)
        {
            string function = _symbolizer.InnermostAt(unchecked(stack[i] - 1))?.Function ?? string.Empty;
            if (!function.StartsWith("runtime.", StringComparison.Ordinal) && !function.StartsWith("internal/runtime/", StringComparison.Ordinal))
            {
                return i;
            }
        }

        return 0;
    }

    private int IndexOf(ulong pc, IReadOnlyList<GoFrame> frames)
    {
        if (!_indexes.TryGetValue((pc, frames.Count), out int index))
        {
            index = _locations.Count;
            _indexes.Add((pc, frames.Count), index);
            _locations.Add(new(pc, frames));
        }

        return index;
    }
}
