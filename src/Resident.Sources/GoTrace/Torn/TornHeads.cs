using System.Numerics;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>How a program's lines begin: its latest lines tell where one begins behind a piece of a torn trace line.</summary>
internal sealed class TornHeads
{
    private const int Most = 32;
    private const int HeadBytes = 24;
    private const int SameBytes = 4;
    private const int LeastSymbols = 3;
    private const int MostSymbols = 10;

    private readonly byte[] _bytes = new byte[Most * HeadBytes];
    private readonly int[] _lengths = new int[Most];
    private int _count;
    private int _next;

    public void Clear() => _count = _next = 0;

    /// <summary>Remembers a line's beginning; the oldest is forgotten.</summary>
    public void Add(ReadOnlySpan<byte> line)
    {
        var head = line[..Math.Min(line.Length, HeadBytes)];
        if (head.Length < LeastSymbols)
        {
            return;
        }

        head.CopyTo(_bytes.AsSpan(_next * HeadBytes));
        _lengths[_next] = head.Length;
        _next = (_next + 1) % Most;
        _count = Math.Min(_count + 1, Most);
    }

    /// <summary>Tells whether a text begins as a date or a clock: no piece of a trace line can stand before it unseen.</summary>
    public static bool IsDated(ReadOnlySpan<byte> text) =>
        HasShape(text, "0000/00/00 "u8) || HasShape(text, "0000-00-00"u8) || HasShape(text, "00:00:00"u8);

    /// <summary>Tells whether a text begins as a date, a clock, or one of the lines that are known.</summary>
    public bool Knows(ReadOnlySpan<byte> text)
    {
        if (IsDated(text))
        {
            return true;
        }

        for (int index = 0; index < _count; index++)
        {
            var head = _bytes.AsSpan(index * HeadBytes, _lengths[index]);
            if (text.CommonPrefixLength(head) >= SameBytes || IsAlike(text, head, LeastSymbols))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Tells how unlikely a text that <see cref="Knows"/> begins with a number of its width: digits of the trace may stand before it,
    /// and most of the program's lines tell how many are its own.</summary>
    public int Rarity(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || Class(text[0]) != '0' || IsDated(text))
        {
            return 0;
        }

        int width = Run(text, 0, (byte)'0');
        int same = 0;
        int all = 0;
        for (int index = 0; index < _count; index++)
        {
            var head = _bytes.AsSpan(index * HeadBytes, _lengths[index]);
            if (Class(head[0]) == '0')
            {
                int other = Run(head, 0, (byte)'0');
                bool alike = IsAlike(text[width..], head[other..], LeastSymbols - 1);
                all += alike ? 1 : 0;
                same += alike && other == width ? 1 : 0;
            }
        }

        return same == 0 ? 0 : BitOperations.Log2((uint)(all / same));
    }

    /// <summary>Compares two beginnings symbol by symbol: a run of letters is one, and a run of digits is one. A number that
    /// begins the line must be as wide, for digits of the trace may stand before it.</summary>
    private static bool IsAlike(ReadOnlySpan<byte> text, ReadOnlySpan<byte> head, int least)
    {
        int at = 0;
        int other = 0;
        int symbols = 0;
        while (at < text.Length && other < head.Length && symbols < MostSymbols)
        {
            byte kind = Class(text[at]);
            if (kind != Class(head[other]))
            {
                return false;
            }

            int width = Run(text, at, kind);
            int otherWidth = Run(head, other, kind);
            if (symbols == 0 && kind == '0' && width != otherWidth)
            {
                return false;
            }

            at += width;
            other += otherWidth;
            symbols++;
        }

        return symbols >= least || (symbols > 0 && at == text.Length && other == head.Length);
    }

    private static int Run(ReadOnlySpan<byte> text, int from, byte kind)
    {
        int at = from + 1;
        while (kind is (byte)'0' or (byte)'a' && at < text.Length && Class(text[at]) == kind)
        {
            at++;
        }

        return at - from;
    }

    private static bool HasShape(ReadOnlySpan<byte> text, ReadOnlySpan<byte> model)
    {
        if (text.Length < model.Length)
        {
            return false;
        }

        for (int index = 0; index < model.Length; index++)
        {
            if (Class(text[index]) != model[index])
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
