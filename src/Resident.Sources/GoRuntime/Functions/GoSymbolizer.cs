using Resident.Model;

namespace Resident.Sources.GoRuntime.Functions;

/// <summary>Keeps the frames of instructions that were looked up. Not safe for two threads at once.</summary>
internal sealed class GoSymbolizer
{
    private const int MostKept = 65_536;

    private readonly GoFunctionTable _table;
    private readonly byte _wrapperId;
    private readonly Dictionary<ulong, GoCallFrames> _frames = [];
    private readonly Dictionary<ulong, GoCallSite> _sites = [];
    private readonly Dictionary<string, (ulong Start, ulong End)?> _named = new(StringComparer.Ordinal);
    private readonly List<GoFrame> _list = [];
    private readonly List<byte> _ids = [];

    /// <summary>Initializes a new instance of the <see cref="GoSymbolizer"/> class.</summary>
    /// <param name="table">The table of functions.</param>
    /// <param name="minor">The NN of Go 1.NN.</param>
    public GoSymbolizer(GoFunctionTable table, int minor)
    {
        _table = table;
        // runtime.funcID_wrapper: always the last of the list, which grew and shrank. Measured in programs of each release.
        _wrapperId = minor switch { <= 17 => 22, <= 21 => 21, <= 24 => 22, _ => 23 };
    }

    /// <summary>Gets the frames of an instruction, the innermost first; empty where it is not Go's.</summary>
    public GoFrame[] FramesAt(ulong pc) => CallAt(pc).Frames;

    /// <summary>Gets the frame that the source has at an instruction, or null where it is not Go's.</summary>
    public GoFrame? InnermostAt(ulong pc) => FramesAt(pc) is [var first, ..] ? first : null;

    /// <summary>Gets the function that an address is the entry of, with its first line, or null.</summary>
    public GoFrame? FunctionAt(ulong entry) => FramesAt(entry) is [.., var last] ? last : null;

    /// <summary>Gets the entry of the function that a goroutine began with, as the program's source has it: not that of the function without
    /// arguments which the compiler makes for `go f(x)`.</summary>
    /// <param name="entry">g.startpc.</param>
    /// <remarks>Source: startPCForTrace in runtime/tracestack.go.</remarks>
    public ulong StartOf(ulong entry) => _table.Find(entry) is { Wrapped: not 0 and var wrapped } ? wrapped : entry;

    /// <summary>Gets where a function's code begins and where the next one's does, or null where the program has no function of that name.</summary>
    /// <param name="name">The whole name, as in "runtime.main".</param>
    public (ulong Start, ulong End)? FunctionNamed(string name)
    {
        if (!_named.TryGetValue(name, out var place))
        {
            _named.Add(name, place = _table.FindByName(name));
        }

        return place;
    }

    /// <summary>Gets the frames of an instruction that a stack shows: without wrappers that the compiler made.</summary>
    /// <param name="pc">The instruction.</param>
    /// <param name="callee">The function that the instruction calls, as far as the stack shows it; receives the outermost one
    /// of the instruction's own. Start with "".</param>
    /// <returns>The frames, the innermost first.</returns>
    /// <remarks>Source: elideWrapperCalling in runtime/traceback.go: a wrapper that panics is shown.</remarks>
    public List<GoFrame> ShownAt(ulong pc, ref string callee)
    {
        var call = CallAt(pc);
        var shown = new List<GoFrame>(call.Frames.Length);
        for (int i = 0; i < call.Frames.Length; i++)
        {
            bool isWrapper = call.SpecialIds[i] == _wrapperId && callee is not ("runtime.gopanic" or "runtime.sigpanic" or "runtime.panicwrap");
            callee = call.Frames[i].Function;
            if (!isWrapper)
            {
                shown.Add(call.Frames[i]);
            }
        }

        return shown;
    }

    /// <summary>Gets what unwinding has to know of an instruction.</summary>
    public GoCallSite SiteAt(ulong pc)
    {
        if (_sites.TryGetValue(pc, out var site))
        {
            return site;
        }

        if (_sites.Count >= MostKept)
        {
            _sites.Clear();
        }

        site = _table.Find(pc) is { } function
            ? new(
                function.Entry,
                _table.StackBytesAt(function, pc),
                function.IsOutermost || function.Name is "runtime.goexit" or "runtime.mstart" or "runtime.rt0_go",
                function.Name is "runtime.sigpanic" or "runtime.asyncPreempt" or "runtime.debugCallV2" or "runtime.debugCallV1")
            : default;
        return _sites[pc] = site;
    }

    private GoCallFrames CallAt(ulong pc)
    {
        if (_frames.TryGetValue(pc, out var frames))
        {
            return frames;
        }

        if (_frames.Count >= MostKept)
        {
            _frames.Clear();
        }

        _list.Clear();
        _ids.Clear();
        _table.AddFrames(pc, _list, _ids);
        return _frames[pc] = new([.. _list], [.. _ids]);
    }
}
