namespace Resident.Model;

/// <summary>An input breaks the rules of its format. Reading it once more gives the same, so nobody should retry.</summary>
public sealed class MalformedInputException : Exception
{
    private const int MostQuoted = 300;

    /// <summary>Initializes a new instance of the <see cref="MalformedInputException"/> class.</summary>
    public MalformedInputException()
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MalformedInputException"/> class.</summary>
    /// <param name="message">One sentence: where, what was found, what was expected.</param>
    public MalformedInputException(string message)
        : base(message)
    {
    }

    /// <summary>Initializes a new instance of the <see cref="MalformedInputException"/> class.</summary>
    /// <param name="message">One sentence: where, what was found, what was expected.</param>
    /// <param name="innerException">What was thrown below.</param>
    public MalformedInputException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception for a line of a text.</summary>
    /// <param name="source">The file or address that was read.</param>
    /// <param name="line">The line's number; the first is 1.</param>
    /// <param name="problem">One sentence: what was found, what was expected.</param>
    public static MalformedInputException AtLine(string source, long line, string problem) =>
        new($"{source}:{line}: {problem}");

    /// <summary>Makes the exception for a byte of a binary input.</summary>
    /// <param name="source">The file or address that was read.</param>
    /// <param name="offset">The byte's place; the first is 0.</param>
    /// <param name="problem">One sentence: what was found, what was expected.</param>
    public static MalformedInputException AtOffset(string source, long offset, string problem) =>
        new($"{source}: offset 0x{offset:x}: {problem}");

    /// <summary>Makes what a message may quote of an input, or of another parser's message, which may quote all of it: one line of at most 300
    /// characters.</summary>
    public static string Quote(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string part = text.Length <= MostQuoted ? text : text[..(MostQuoted - 1)] + "…";
        return string.Concat(part.Select(static letter => char.IsControl(letter) ? ' ' : letter));
    }
}
