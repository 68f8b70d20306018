using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>What stands at a place of a torn line, and how likely a line is that was put together.</summary>
internal static class TornTokens
{
    /// <summary>The cost of what cannot be.</summary>
    public const int Never = 1000;

    private const int MostPercent = 100;
    private const int UnknownHead = 2;
    private const int OddHead = 4;
    private const int DigitHead = 6;

    /// <summary>Tells how unlikely the program's text is to begin where no token stands.</summary>
    public static int CostOfUnknown(ReadOnlySpan<byte> text) => text.IsEmpty || text[0] is (byte)' ' or (byte)'\n' ? OddHead : UnknownHead;

    /// <summary>Tells how unlikely the program's text is to begin where the next token stands.</summary>
    public static int CostOfToken(byte head, int length) =>
        head == '\n' || length > 1 ? Never : char.IsAsciiDigit((char)head) ? DigitHead : OddHead;

    /// <summary>Tells whether a line is a whole GC line.</summary>
    public static bool IsWhole(ReadOnlySpan<byte> line)
    {
        var match = TraceMatcher.Begin(TraceKind.Gc);
        return TraceMatcher.Match(line, final: true, ref match) == MatchStatus.Done;
    }

    /// <summary>Finds the length of the next token, 1 for a number; 0 or less where there is none.</summary>
    public static int TokenAt(ReadOnlySpan<byte> rest, int state)
    {
        if (rest.IsEmpty)
        {
            return 0;
        }

        var fields = default(TraceFields);
        foreach (var edge in TraceGrammar.States[state].Edges)
        {
            int length = edge.Token == TraceToken.Number
                ? LongestPrinted(rest, edge.Field)
                : TraceMatcher.TokenLength(edge, rest, final: true, ref fields);
            if (length > 0)
            {
                return edge.Token == TraceToken.Number ? 1 : length;
            }
        }

        return 0;
    }

    public static int LongestPrinted(ReadOnlySpan<byte> rest, TraceField field)
    {
        int length = TornNumbers.Run(rest);
        while (length > 0 && !TornNumbers.IsPrinted(rest[..length], field))
        {
            length--;
        }

        return length;
    }

    /// <summary>Tells how unlikely a whole line is by its figures.</summary>
    public static int Oddness(ReadOnlySpan<byte> text, ref readonly TraceMatch initial, TornHint hint)
    {
        var match = initial;
        if (TraceMatcher.Match(text, final: true, ref match) != MatchStatus.Done)
        {
            return Never;
        }

        ref readonly var fields = ref match.Fields;
        if (initial.Kind != TraceKind.Gc)
        {
            if (text.IndexOf(LastWord(initial.Kind)) < 0)
            {
                return Never;
            }

            return fields[TraceField.Utilization] > MostPercent ? Never : 0;
        }

        bool parts = fields.ClockCount is 3 or 5 && fields.CpuCount == fields.ClockCount + 2;
        bool sizes = fields[TraceField.HeapStart] <= fields[TraceField.HeapEnd] + 1 && fields[TraceField.HeapLive] <= fields[TraceField.HeapEnd] + 1;
        parts &= fields.Has(TraceField.Goal) && fields.Has(TraceField.Stacks) == fields.Has(TraceField.Globals) && fields[TraceField.Percent] <= MostPercent;
        return parts ? (sizes ? 0 : OddHead) + hint.Oddness(in fields) : Never;
    }

    /// <summary>The last label of lines whose grammar would end anywhere.</summary>
    private static ReadOnlySpan<byte> LastWord(TraceKind kind) => kind switch
    {
        TraceKind.GcOld => " handoff"u8,
        TraceKind.Sched => " runqueue="u8,
        TraceKind.Scan => " objs"u8,
        _ => [],
    };
}
