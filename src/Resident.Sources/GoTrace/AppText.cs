namespace Resident.Sources.GoTrace;

/// <summary>Tells where a program's own line begins behind a piece of a torn trace line.</summary>
internal static class AppText
{
    /// <summary>How many bytes of a line are kept and compared.</summary>
    public const int HeadBytes = 24;

    private const int MostCompared = 12;
    private const int LeastCompared = 6;

    /// <summary>Finds how many bytes of a line belong to the trace.</summary>
    /// <param name="line">The line from where the trace's tokens may stand.</param>
    /// <param name="start">The trace line as it stood before.</param>
    /// <param name="boundary">The end of the last token that fits.</param>
    /// <param name="head">The first bytes of the program's line before.</param>
    /// <param name="certain">Whether the program's text was recognized, and is not only what is left over.</param>
    /// <remarks>A number of the trace may be glued to a digit of the program: <c>1052026/11/22</c>. The program's lines look
    /// alike, and most begin with a date; the earliest place where such a beginning stands is the seam.</remarks>
    public static int FindSeam(ReadOnlySpan<byte> line, ref readonly TraceMatch start, int boundary, ReadOnlySpan<byte> head, out bool certain)
    {
        for (int seam = 0; seam <= boundary; seam++)
        {
            if (LooksLikeBeginning(line[seam..], head) && IsTokens(line[..seam], in start))
            {
                certain = true;
                return seam;
            }
        }

        certain = false;
        return boundary;
    }

    /// <summary>Reads exactly the first bytes of a line as tokens.</summary>
    public static TraceMatch Take(ReadOnlySpan<byte> tokens, ref readonly TraceMatch start)
    {
        var match = start;
        if (!tokens.IsEmpty)
        {
            _ = TraceMatcher.Match(tokens, final: true, ref match);
        }

        return match;
    }

    private static bool IsTokens(ReadOnlySpan<byte> tokens, ref readonly TraceMatch start) =>
        tokens.IsEmpty || Take(tokens, in start).Consumed == tokens.Length;

    private static bool LooksLikeBeginning(ReadOnlySpan<byte> text, ReadOnlySpan<byte> head)
    {
        if (HasShape(text, "0000/00/00"u8) || HasShape(text, "0000-00-00"u8) || HasShape(text, "00:00:00"u8))
        {
            return true;
        }

        int compared = Math.Min(MostCompared, Math.Min(head.Length, text.Length));
        return compared >= LeastCompared && HasShape(text, head[..compared]);
    }

    private static bool HasShape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> model)
    {
        if (text.Length < model.Length)
        {
            return false;
        }

        for (int index = 0; index < model.Length; index++)
        {
            if (Class(text[index]) != Class(model[index]))
            {
                return false;
            }
        }

        return true;
    }

    private static byte Class(byte value) => value switch
    {
        >= (byte)'0' and <= (byte)'9' => (byte)'0',
        >= (byte)'a' and <= (byte)'z' or >= (byte)'A' and <= (byte)'Z' => (byte)'a',
        _ => value,
    };
}
