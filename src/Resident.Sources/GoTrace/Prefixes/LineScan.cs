using System.Buffers;
using Resident.Sources.GoTrace.Grammar;

namespace Resident.Sources.GoTrace.Prefixes;

/// <summary>A place in a line, and the small steps that prefixes are read with. It notes when the bytes ran out.</summary>
internal ref struct LineScan(ReadOnlySpan<byte> text, bool final)
{
    private static readonly SearchValues<byte> NameBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./@"u8);

    private readonly ReadOnlySpan<byte> _text = text;
    private readonly bool _final = final;

    /// <summary>Gets or sets how many bytes were taken.</summary>
    public int At { get; set; }

    /// <summary>Gets a value indicating whether a step failed for want of bytes.</summary>
    public bool RanOut { get; private set; }

    public readonly bool IsAtEnd => At == _text.Length;

    public readonly byte Peek => At < _text.Length ? _text[At] : (byte)0;

    public readonly ReadOnlySpan<byte> Since(int start) => _text[start..At];

    /// <summary>Takes a fixed text, or nothing.</summary>
    public bool Literal(ReadOnlySpan<byte> expected)
    {
        var rest = _text[At..];
        if (rest.StartsWith(expected))
        {
            At += expected.Length;
            return true;
        }

        Need(rest.Length < expected.Length && expected.StartsWith(rest));
        return false;
    }

    /// <summary>Takes one byte of a set.</summary>
    public bool Any(ReadOnlySpan<byte> expected)
    {
        if (IsAtEnd)
        {
            Need(true);
            return false;
        }

        if (!expected.Contains(_text[At]))
        {
            return false;
        }

        At++;
        return true;
    }

    /// <summary>Takes exactly so many digits.</summary>
    public bool Digits(int count)
    {
        for (int index = 0; index < count; index++)
        {
            if (!Any("0123456789"u8))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Takes one digit or more; the byte after them must be there.</summary>
    public bool DigitRun()
    {
        int start = At;
        while (!IsAtEnd && char.IsAsciiDigit((char)_text[At]))
        {
            At++;
        }

        Need(IsAtEnd);
        return At > start;
    }

    /// <summary>Takes a name: letters, digits and <c>-_./@</c>.</summary>
    public bool Name()
    {
        int start = At;
        int length = _text[At..].IndexOfAnyExcept(NameBytes);
        At = length < 0 ? _text.Length : At + length;
        Need(IsAtEnd);
        return At > start;
    }

    /// <summary>Takes bytes until one of two; they must be there within the text.</summary>
    public bool Until(byte first, byte second)
    {
        int start = At;
        int length = _text[At..].IndexOfAny(first, second, (byte)'\n');
        if (length < 0)
        {
            At = _text.Length;
            Need(true);
            return false;
        }

        At += length;
        return At > start && _text[At] != '\n';
    }

    public bool Spaces()
    {
        int start = At;
        while (Peek == ' ')
        {
            At++;
        }

        Need(IsAtEnd);
        return At > start;
    }

    /// <summary>Takes colour codes, if there are any.</summary>
    public void Colours()
    {
        while (Peek == 0x1B)
        {
            int length = TraceTokens.ColourCode(_text[At..], _final);
            if (length < 0)
            {
                Need(length == -2);
                return;
            }

            At += length;
        }
    }

    private void Need(bool missing) => RanOut |= missing && !_final;
}
