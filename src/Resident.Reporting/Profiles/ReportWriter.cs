using System.Globalization;
using Resident.Model.Profiles;

namespace Resident.Reporting.Profiles;

/// <summary>Writes text as UTF-8 into a stream, through a buffer. Bytes that a profile held and that are no UTF-8 stay as they are.</summary>
/// <remarks>The stream stays the caller's. What is written reaches it at <see cref="Flush"/> at the latest.</remarks>
public sealed class ReportWriter
{
    private const int BufferBytes = 64 * 1024;
    private const int MostBytesOfChar = 3;
    private const int MostDigits = 20;

    private readonly Stream _stream;
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _used;

    /// <summary>Initializes a new instance of the <see cref="ReportWriter"/> class.</summary>
    /// <param name="stream">Where the text goes.</param>
    public ReportWriter(Stream stream)
    {
        _stream = stream;
    }

    private static ReadOnlySpan<byte> Spaces => "                "u8;

    /// <summary>Writes text.</summary>
    public void Write(ReadOnlySpan<char> text)
    {
        while (text.Length * (long)MostBytesOfChar > BufferBytes - _used)
        {
            int fitting = (BufferBytes - _used) / MostBytesOfChar;
            if (fitting < 2)
            {
                Flush();
                continue;
            }

            int part = Math.Min(fitting, text.Length);
            part -= part < text.Length && char.IsHighSurrogate(text[part - 1]) ? 1 : 0;
            _used += ProfileText.Encode(text[..part], _buffer.AsSpan(_used));
            text = text[part..];
        }

        _used += ProfileText.Encode(text, _buffer.AsSpan(_used));
    }

    /// <summary>Writes text and an end of line.</summary>
    public void WriteLine(ReadOnlySpan<char> text)
    {
        Write(text);
        Write("\n"u8);
    }

    /// <summary>Writes text that is UTF-8 already.</summary>
    public void Write(ReadOnlySpan<byte> text)
    {
        if (text.Length > BufferBytes - _used)
        {
            Flush();
            if (text.Length > BufferBytes)
            {
                _stream.Write(text);
                return;
            }
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
    }

    /// <summary>Writes a number in decimal digits.</summary>
    public void Write(long number)
    {
        Span<char> digits = stackalloc char[MostDigits];
        number.TryFormat(digits, out int count, provider: CultureInfo.InvariantCulture);
        Write(digits[..count]);
    }

    /// <summary>Writes text with spaces before it, so that it fills a width.</summary>
    public void WriteRight(string text, int width)
    {
        int missing = width - ProfileText.CountRunes(text);
        for (; missing > Spaces.Length; missing -= Spaces.Length)
        {
            Write(Spaces);
        }

        Write(Spaces[..Math.Max(missing, 0)]);
        Write(text);
    }

    /// <summary>Hands what was written over to the stream.</summary>
    public void Flush()
    {
        _stream.Write(_buffer.AsSpan(0, _used));
        _used = 0;
    }
}
