namespace Resident.Sources.GoRuntime.Functions;

/// <summary>One entry of Go's table of functions: the runtime's _func.</summary>
internal sealed record GoFunction
{
    /// <summary>Gets the address of its first instruction.</summary>
    public required ulong Entry { get; init; }

    /// <summary>Gets its name, in full.</summary>
    public required string Name { get; init; }

    /// <summary>Gets the line of its first line of source; 0 before Go 1.20.</summary>
    public required int StartLine { get; init; }

    /// <summary>Gets where the table from instruction to file lies in the values.</summary>
    public required uint FileTable { get; init; }

    /// <summary>Gets where the table from instruction to line lies in the values.</summary>
    public required uint LineTable { get; init; }

    /// <summary>Gets where the table from instruction to bytes of stack in use lies in the values.</summary>
    public required uint StackTable { get; init; }

    /// <summary>Gets the runtime's number for functions that it treats in a special way; 0 for all others.</summary>
    public required byte SpecialId { get; init; }

    /// <summary>Gets a value indicating whether a stack ends here. Never set before Go 1.17.</summary>
    public required bool IsOutermost { get; init; }

    /// <summary>Gets where the files of its compilation unit begin in the units.</summary>
    public required uint Unit { get; init; }

    /// <summary>Gets where the table from instruction to place in the inline tree lies in the values; 0 where there is none.</summary>
    public required uint InlineTable { get; init; }

    /// <summary>Gets the address of the inline tree; 0 where there is none.</summary>
    public required ulong InlineTree { get; init; }

    /// <summary>Gets the address of the function that this one was made to call: for `go f(x)` the compiler makes one without arguments. 0 where it
    /// stands for itself, and before Go 1.19.</summary>
    public required ulong Wrapped { get; init; }
}
