namespace Resident.Sources.GoTrace.Torn;

/// <summary>One line of a container's log: where it stands in the input, and where its text stands among the decoded ones.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="Body">The first byte of its text, as it is written.</param>
/// <param name="BodyEnd">Where its text ends.</param>
/// <param name="End">Where its line ends, behind the newline.</param>
/// <param name="TextStart">The first byte of its text, decoded.</param>
/// <param name="TextEnd">Where that ends; the same for a line of another stream.</param>
/// <param name="IsBehindText">Whether the program's text stands before what was decoded.</param>
internal readonly record struct TraceRecord(int Start, int Body, int BodyEnd, int End, int TextStart, int TextEnd, bool IsBehindText)
{
    /// <summary>Gets the part of a piece that stands in this line: where in its decoded text, and how long.</summary>
    public (int Offset, int Length) Overlap((int Start, int End) piece)
    {
        int from = Math.Max(piece.Start, TextStart);
        return (from - TextStart, Math.Max(0, Math.Min(piece.End, TextEnd) - from));
    }
}
