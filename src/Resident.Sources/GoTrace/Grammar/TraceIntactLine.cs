using System.Runtime.CompilerServices;

namespace Resident.Sources.GoTrace.Grammar;

/// <summary>Reads a gc line of Go 1.6 and later that stands whole, in one pass: <c>gc 8 @2.169s 7%: 0.45+117+0.033 ms clock, ...</c>.
/// Nearly every line is such a one. All others, the torn ones before all, are the grammar's.</summary>
/// <remarks>What it takes, the grammar takes too, with the same figures; where it is in doubt it takes nothing.</remarks>
internal ref struct TraceIntactLine
{
    private const int MostDigits = 15;

    private readonly ReadOnlySpan<byte> _text;
    private int _at;

    private TraceIntactLine(ReadOnlySpan<byte> text)
    {
        _text = text;
    }

    /// <summary>Reads a line.</summary>
    /// <param name="text">The bytes from the line's first on; others may follow.</param>
    /// <param name="match">Takes the figures and the length, its newline included. Worthless where the line was not read.</param>
    /// <returns>False where the line is another one, is torn, or has not wholly come.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, ref TraceMatch match)
    {
        var line = new TraceIntactLine(text);
        bool whole = line.ReadBegin(ref match.Fields) && line.ReadTimes(ref match.Fields) && line.ReadSizes(ref match.Fields)
            && line.ReadEnd(ref match.Fields);
        match.Consumed = line._at;
        return whole;
    }

    private bool ReadBegin(ref TraceFields fields) =>
        Takes("gc "u8) && Number(ref fields, TraceField.Number)
        && Takes(" @"u8) && Number(ref fields, TraceField.At)
        && Takes("s "u8) && Number(ref fields, TraceField.Percent)
        && Takes("%: "u8);

    private bool ReadTimes(ref TraceFields fields) =>
        Number(ref fields, TraceField.Clock)
        && Takes("+"u8) && Number(ref fields, TraceField.Clock)
        && Takes("+"u8) && Number(ref fields, TraceField.Clock)
        && Takes(" ms clock, "u8) && ReadProcessorTimes(ref fields);

    private bool ReadProcessorTimes(ref TraceFields fields) =>
        Number(ref fields, TraceField.Cpu)
        && Takes("+"u8) && Number(ref fields, TraceField.Cpu)
        && Takes("/"u8) && Number(ref fields, TraceField.Cpu)
        && Takes("/"u8) && Number(ref fields, TraceField.Cpu)
        && Takes("+"u8) && Number(ref fields, TraceField.Cpu)
        && Takes(" ms cpu, "u8);

    private bool ReadSizes(ref TraceFields fields) =>
        Number(ref fields, TraceField.HeapStart)
        && Takes("->"u8) && Number(ref fields, TraceField.HeapEnd)
        && Takes("->"u8) && Number(ref fields, TraceField.HeapLive)
        && Takes(" MB, "u8) && Number(ref fields, TraceField.Goal)
        && Takes(" MB goal, "u8);

    private bool ReadEnd(ref TraceFields fields)
    {
        if (!Digits(out long whole, out double value))
        {
            return false;
        }

        if (Takes(" MB stacks, "u8))
        {
            Store(ref fields, TraceField.Stacks, whole, value);
            if (!Number(ref fields, TraceField.Globals) || !Takes(" MB globals, "u8) || !Digits(out whole, out value))
            {
                return false;
            }
        }

        Store(ref fields, TraceField.Procs, whole, value);
        return Takes(" P\n"u8);
    }

    private bool Takes(ReadOnlySpan<byte> word)
    {
        if (!_text[_at..].StartsWith(word))
        {
            return false;
        }

        _at += word.Length;
        return true;
    }

    // Inlined, so that the compiler makes the choice among the fields; bench/README.md has the rates.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Number(ref TraceFields fields, TraceField field)
    {
        if (!Digits(out long whole, out double value))
        {
            return false;
        }

        Store(ref fields, field, whole, value);
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(ref TraceFields fields, TraceField field, long whole, double value)
    {
        fields.LastWhole = whole;
        fields.Last = value;
        fields.Store(field);
    }

    // The digits, as TraceMatcher reads them: the whole is all of them without the point.
    private bool Digits(out long whole, out double value)
    {
        var text = _text[_at..];
        text = text[..Math.Min(text.Length, MostDigits + 1)];
        long digits = 0;
        int point = -1;
        int at = 0;
        for (; at < text.Length; at++)
        {
            uint digit = unchecked((uint)(text[at] - '0'));
            if (digit <= 9)
            {
                digits = unchecked((digits * 10) + digit);
            }
            else if (text[at] == '.' && point < 0)
            {
                point = at;
            }
            else
            {
                break;
            }
        }

        whole = digits;
        value = point < 0 ? digits : digits / TraceMatcher.PowerOfTen(at - point - 1);
        _at += at;
        return at is > 0 and <= MostDigits && point != 0 && point != at - 1;
    }
}
