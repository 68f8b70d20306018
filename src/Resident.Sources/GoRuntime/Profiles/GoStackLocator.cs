using Resident.Model;
using Resident.Sources.GoRuntime.Functions;
using Resident.Sources.GoRuntime.Globals;

namespace Resident.Sources.GoRuntime.Profiles;

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

    /// <summary>Finds the runtime's function that the program called where the innermost functions of the runtime are left
    /// out, as runtime.deferproc.</summary>
    /// <param name="stack">Return addresses, the innermost first.</param>
    /// <returns>Null where the program's own function is the innermost, or there is none.</returns>
    public string? CalledByProgram(IReadOnlyList<ulong> stack) =>
        FirstOfProgram(stack) is > 0 and var first && _symbolizer.FramesAt(unchecked(stack[first - 1] - 1)) is [.., var outermost] ? outermost.Function : null;

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
        for (int i = 0; i < stack.Count; i += 1 + RepeatedAfter(stack, i))
        {
            ulong pc = unchecked(stack[i] - 1);
            var frames = _symbolizer.ShownAt(pc, ref callee);
            if (frames is not ([] or [{ Function: "runtime.goexit" }]))
            {
                indexes.Add(IndexOf(pc, frames));
            }
        }

        return [.. indexes];
    }

    // What an instruction's function was inlined into may follow with addresses of its own: where fpTracebackPartialExpand in
    // runtime/mprof.go leaves out the innermost functions, and in stacks of the runtime's own locks. runtime.Frames passes them over, too.
    private int RepeatedAfter(IReadOnlyList<ulong> stack, int index)
    {
        ulong pc = unchecked(stack[index] - 1);
        int repeated = 0;
        var all = _symbolizer.FramesAt(pc);
        for (int inner = 1; inner < all.Length && index + repeated + 1 < stack.Count; inner++)
        {
            ulong next = unchecked(stack[index + repeated + 1] - 1);
            if (_symbolizer.SiteAt(next).Entry == _symbolizer.SiteAt(pc).Entry
                && _symbolizer.FramesAt(next).AsSpan().SequenceEqual(all.AsSpan(inner)))
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
