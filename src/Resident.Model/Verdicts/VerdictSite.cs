namespace Resident.Model.Verdicts;

/// <summary>A place in the program whose objects in use became more, or fewer.</summary>
public sealed record VerdictSite
{
    /// <summary>Gets the function.</summary>
    public required string Function { get; init; }

    /// <summary>Gets the source file's path, or "".</summary>
    public required string File { get; init; }

    /// <summary>Gets the line; 0 where it is not known.</summary>
    public required int Line { get; init; }

    /// <summary>Gets the functions that it called to allocate, outermost first.</summary>
    public IReadOnlyList<string> Via { get; init; } = [];

    /// <summary>Gets the functions that called it, innermost first.</summary>
    public IReadOnlyList<string> Callers { get; init; } = [];

    /// <summary>Gets the bytes in use at the start.</summary>
    public required ByteSize From { get; init; }

    /// <summary>Gets the bytes in use at the end.</summary>
    public required ByteSize To { get; init; }

    /// <summary>Gets the difference of the two.</summary>
    public ByteSize Change => To - From;

    /// <summary>Gets the objects in use at the end.</summary>
    public required long Objects { get; init; }
}
