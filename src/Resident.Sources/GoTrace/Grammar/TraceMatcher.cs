namespace Resident.Sources.GoTrace.Grammar;

/// <summary>Reads a text along a grammar, token by token.</summary>
/// <remarks>It goes as far as whole tokens go, and says where it stopped: that is what lets a torn line be put together.</remarks>
internal static class TraceMatcher
{
    private const int MostDigits = 17;
    private const int MostLabelBytes = 48;
    private const int MostRemarkBytes = 96;
    private const int MostPathBytes = 1024;
    private const int NeedMore = -2;
    private const int No = -1;

    private static readonly double[] PowersOfTen =
        [1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18];

    /// <summary>Gets 10 to a power from 0 to 18.</summary>
    public static double PowerOfTen(int power) => PowersOfTen[power];

    /// <summary>Begins a line of one kind.</summary>
    public static TraceMatch Begin(TraceKind kind) => new() { Kind = kind, State = TraceGrammar.StartOf(kind) };

    /// <summary>Tells whether so much was read that no program's own text reads the same.</summary>
    public static bool IsCommitted(ref readonly TraceMatch match) => TraceGrammar.States[match.State].Committed;

    /// <summary>Tells whether nothing but the newline must follow.</summary>
    public static bool IsAccepting(ref readonly TraceMatch match) => TraceGrammar.States[match.State].Accepting;

    /// <summary>Reads on from where <paramref name="match"/> stands.</summary>
    /// <param name="text">The bytes that come next.</param>
    /// <param name="final">Whether nothing comes after <paramref name="text"/>: a token at its end is whole.</param>
    /// <param name="match">The line so far; its Consumed tells how many bytes were taken.</param>
    public static MatchStatus Match(ReadOnlySpan<byte> text, bool final, ref TraceMatch match)
    {
        var states = TraceGrammar.States;
        match.Consumed = 0;
        while (true)
        {
            var state = states[match.State];
            if (state.Edges.Length == 0)
            {
                return MatchStatus.Done;
            }

            var rest = text[match.Consumed..];
            if (rest.IsEmpty)
            {
                return !final ? MatchStatus.NeedMore : state.Accepting ? MatchStatus.Done : MatchStatus.Mismatch;
            }

            int taken = Step(state, rest, final, ref match);
            if (taken < 0)
            {
                return taken == NeedMore ? MatchStatus.NeedMore : MatchStatus.Mismatch;
            }

            match.Consumed += taken;
        }
    }

    /// <summary>Finds a token's length: -1 where it does not stand there, -2 where more bytes are needed.</summary>
    /// <param name="edge">The token.</param>
    /// <param name="rest">The text from where it may stand; not empty.</param>
    /// <param name="final">Whether nothing comes after <paramref name="rest"/>.</param>
    /// <param name="fields">Takes the number, if it is one.</param>
    public static int TokenLength(TraceEdge edge, ReadOnlySpan<byte> rest, bool final, ref TraceFields fields) =>
        edge.Token == TraceToken.Literal ? Literal(rest, edge.Text, final) : Shaped(edge.Token, rest, final, ref fields);

    private static int Step(TraceState state, ReadOnlySpan<byte> rest, bool final, ref TraceMatch match)
    {
        foreach (var edge in state.Edges)
        {
            int length = TokenLength(edge, rest, final, ref match.Fields);
            if (length == NeedMore)
            {
                return NeedMore;
            }

            if (length > 0)
            {
                match.Fields.Store(edge.Field);
                match.State = edge.Next;
                return length;
            }
        }

        return No;
    }

    private static int Literal(ReadOnlySpan<byte> rest, byte[] text, bool final)
    {
        if (rest[0] != text[0])
        {
            return No;
        }

        if (rest.Length >= text.Length)
        {
            return rest.StartsWith(text) ? text.Length : No;
        }

        return !final && text.AsSpan().StartsWith(rest) ? NeedMore : No;
    }

    private static int Shaped(TraceToken token, ReadOnlySpan<byte> rest, bool final, ref TraceFields fields) => token switch
    {
        TraceToken.Number => Number(rest, final, ref fields),
        TraceToken.Float => TraceTokens.Float(rest, final),
        TraceToken.Hex => TraceTokens.Hex(rest, final, ref fields),
        TraceToken.Label => TraceTokens.Label(rest, MostLabelBytes, final),
        TraceToken.Path => TraceTokens.Path(rest, MostPathBytes, final),
        TraceToken.Remark => TraceTokens.Remark(rest, MostRemarkBytes, final),
        TraceToken.Key => TraceTokens.Key(rest, MostLabelBytes, final),
        TraceToken.End => TraceTokens.End(rest, final),
        TraceToken.Literal => throw new ArgumentOutOfRangeException(nameof(token), token, "A literal is matched by its text."),
        _ => throw new ArgumentOutOfRangeException(nameof(token), token, "There is no such token."),
    };

    private static int Number(ReadOnlySpan<byte> rest, bool final, ref TraceFields fields)
    {
        long mantissa = 0;
        int index = 0;
        int point = -1;
        for (; index < rest.Length; index++)
        {
            int digit = rest[index] - '0';
            if (digit is >= 0 and <= 9)
            {
                if (index > MostDigits)
                {
                    return No;
                }

                mantissa = unchecked((mantissa * 10) + digit);
            }
            else if (rest[index] == '.' && point < 0 && index > 0)
            {
                point = index;
            }
            else
            {
                break;
            }
        }

        if (index == rest.Length && !final)
        {
            return NeedMore;
        }

        if (point == index - 1 && point >= 0)
        {
            index = point;
            point = -1;
        }

        if (index == 0)
        {
            return No;
        }

        int decimals = point < 0 ? 0 : index - point - 1;
        fields.LastWhole = mantissa;
        fields.Last = mantissa / PowersOfTen[decimals];
        return index;
    }
}
