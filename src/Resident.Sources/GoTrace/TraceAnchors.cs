namespace Resident.Sources.GoTrace;

/// <summary>Finds where a trace line may begin: the next of a few fixed texts.</summary>
internal struct TraceAnchors
{
    private const int Count = 13;
    private const int NoneLeft = int.MaxValue;

    /// <summary>How many of the first anchors may stand after a program's unfinished line.</summary>
    private const int MidLineCount = 6;

    private static readonly byte[][] Texts =
    [
        "gc"u8.ToArray(), "scav "u8.ToArray(), "forced scvg"u8.ToArray(), "scvg"u8.ToArray(), "pacer: "u8.ToArray(), "SCHED "u8.ToArray(),
        "GC forced"u8.ToArray(), "init "u8.ToArray(), "scan: "u8.ToArray(), "checkfinalizers: "u8.ToArray(),
        "tracealloc("u8.ToArray(), "tracefree("u8.ToArray(), "tracegc()"u8.ToArray(),
    ];

    private static readonly TraceAnchorSearch Search = new(Texts);

    private bool _started;

    /// <summary>Gets the place of the anchor found last.</summary>
    public int At { get; private set; }

    /// <summary>Gets the anchor found last.</summary>
    public int Index { get; private set; }

    /// <summary>Tells whether the anchor found last may stand after other text on its line.</summary>
    public readonly bool MayFollowText => Index < MidLineCount;

    /// <summary>Tells what kind of line an anchor begins; <see cref="TraceKind.None"/> where it begins none.</summary>
    /// <param name="anchor">The anchor's place in the table.</param>
    /// <param name="after">The byte after it, or 0.</param>
    public static TraceKind KindOf(int anchor, byte after) => anchor switch
    {
        0 => after == ' ' ? TraceKind.Gc : char.IsAsciiDigit((char)after) ? TraceKind.GcOld : TraceKind.None,
        1 => TraceKind.Scav,
        2 or 3 => TraceKind.Scvg,
        4 => TraceKind.Pacer,
        5 => TraceKind.Sched,
        6 => TraceKind.GcForced,
        7 => TraceKind.Init,
        8 => TraceKind.Scan,
        9 => TraceKind.CheckFinalizers,
        _ => TraceKind.AllocFree,
    };

    /// <summary>Tells whether a text, and more to come, may be an anchor.</summary>
    public static bool CouldBegin(ReadOnlySpan<byte> text, bool midLine)
    {
        for (int index = 0; index < (midLine ? MidLineCount : Count); index++)
        {
            if (Texts[index].AsSpan().StartsWith(text))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Finds how many of the last bytes may be the beginning of an anchor.</summary>
    public static int HeldAtEnd(ReadOnlySpan<byte> text)
    {
        const int Longest = 11;
        for (int length = Math.Min(text.Length, Longest - 1); length > 0; length--)
        {
            if (CouldBegin(text[^length..], midLine: true))
            {
                return length;
            }
        }

        return 0;
    }

    /// <summary>Finds the first anchor at or after a place. The places of one text only rise.</summary>
    public bool Find(ReadOnlySpan<byte> text, int from)
    {
        if (!_started || At < from)
        {
            int found = Search.Find(text, from, out int index);
            (At, Index, _started) = (found < 0 ? NoneLeft : found, index, true);
        }

        return At != NoneLeft;
    }
}
