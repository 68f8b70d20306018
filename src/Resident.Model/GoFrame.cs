namespace Resident.Model;

/// <summary>One call on a stack, as the source has it: what the compiler inlined is a frame of its own.</summary>
/// <param name="Function">The function's full name, as in "example.com/orders/db.(*Pool).Get". Type arguments are "[...]", as
/// the runtime prints them.</param>
/// <param name="File">The source file's path as it was when compiled, or "".</param>
/// <param name="Line">The line in the file; 0 where it is not known.</param>
/// <param name="StartLine">The line where the function begins; 0 before Go 1.20.</param>
public readonly record struct GoFrame(string Function, string File, int Line, int StartLine)
{
    /// <summary>Gets the name that profile files have since Go 1.21, with type arguments, as in "main.Map[go.shape.int]"; null where it
    /// is <see cref="Function"/>.</summary>
    public string? Symbol { get; init; }
}
