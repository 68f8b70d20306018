using Resident.Model;

namespace Resident.Sources.GoRuntime;

/// <summary>Keeps the frames of instructions that were looked up. Not safe for two threads at once.</summary>
internal sealed class GoSymbolizer
{
    private const int MostKept = 65_536;

    private readonly GoFunctionTable _table;
    private readonly Dictionary<ulong, GoFrame[]> _frames = [];
    private readonly List<GoFrame> _list = [];

    /// <summary>Initializes a new instance of the <see cref="GoSymbolizer"/> class.</summary>
    /// <param name="table">The table of functions.</param>
    public GoSymbolizer(GoFunctionTable table)
    {
        _table = table;
    }

    /// <summary>Gets the frames of an instruction, the innermost first; empty where it is not Go's.</summary>
    public GoFrame[] FramesAt(ulong pc)
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
        _table.AddFrames(pc, _list);
        return _frames[pc] = [.. _list];
    }

    /// <summary>Gets the frame that the source has at an instruction, or null where it is not Go's.</summary>
    public GoFrame? InnermostAt(ulong pc) => FramesAt(pc) is [var first, ..] ? first : null;

    /// <summary>Gets the function that an address is the entry of, with its first line, or null.</summary>
    public GoFrame? FunctionAt(ulong entry) => FramesAt(entry) is [.., var last] ? last : null;
}
