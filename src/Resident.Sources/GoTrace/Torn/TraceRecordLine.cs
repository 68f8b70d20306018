using Resident.Sources.GoTrace.Prefixes;

namespace Resident.Sources.GoTrace.Torn;

/// <summary>How a line of a container's log holds what the container wrote: docker's json-file, an object a line, or CRI's
/// <c>2026-11-22T22:48:32.372104512Z stderr F text</c>, where P stands for F if the text has no newline.</summary>
internal readonly ref struct TraceRecordLine
{
    /// <summary>Behind how many bytes of a line a trace line is looked for. The line is held for so long.</summary>
    public const int MostTextBefore = 4096;

    private readonly bool _json;
    private readonly bool _partial;

    private TraceRecordLine(int body, bool json, bool partial, ReadOnlySpan<byte> stream, ReadOnlySpan<byte> time)
    {
        Body = body;
        _json = json;
        _partial = partial;
        Stream = stream;
        Time = time;
    }

    /// <summary>Gets the first byte of the text as it is written; 0 where the line is no container's.</summary>
    public int Body { get; }

    /// <summary>Gets the stream that the text came from.</summary>
    public ReadOnlySpan<byte> Stream { get; }

    /// <summary>Gets the time, as it stands there.</summary>
    public ReadOnlySpan<byte> Time { get; }

    /// <summary>Finds where a line's text begins; 0 where the line is no container's.</summary>
    /// <param name="line">The line, or its beginning.</param>
    public static int BodyOf(ReadOnlySpan<byte> line) =>
        line.IsEmpty ? 0 : line[0] == '{' ? TraceJsonLine.BodyOf(line) : char.IsAsciiDigit((char)line[0]) ? Cri(line).Record : 0;

    /// <summary>Reads a whole line.</summary>
    public static TraceRecordLine Read(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty || line[0] != '{')
        {
            var prefix = Cri(line);
            return prefix.Record == 0 ? default : new TraceRecordLine(prefix.Record, json: false, prefix.Partial, prefix.Stream, prefix.Time);
        }

        int body = TraceJsonLine.BodyOf(line);
        return body == 0 ? default : new TraceRecordLine(body, json: true, partial: false, TraceJsonLine.Stream(line), TraceJsonLine.Time(line));
    }

    /// <summary>Decodes a text.</summary>
    /// <param name="line">The line, its newline included.</param>
    /// <param name="from">The first byte to be decoded.</param>
    /// <param name="output">At least one byte longer than <paramref name="line"/>.</param>
    /// <param name="length">How many bytes of <paramref name="line"/> that were.</param>
    /// <returns>How many bytes were written.</returns>
    public int Decode(ReadOnlySpan<byte> line, int from, Span<byte> output, out int length)
    {
        if (_json)
        {
            return TraceJsonLine.Decode(line[from..], output, out length);
        }

        var text = line[from..].TrimEnd((byte)'\n');
        text.CopyTo(output);
        length = text.Length;
        if (_partial)
        {
            return length;
        }

        output[length] = (byte)'\n';
        return length + 1;
    }

    /// <summary>Finds how many bytes the first bytes of a decoded text take.</summary>
    /// <param name="text">The text, as it is written.</param>
    /// <param name="decoded">How many.</param>
    public int EncodedLength(ReadOnlySpan<byte> text, int decoded) =>
        _json ? TraceJsonLine.EncodedLength(text, decoded) : Math.Min(decoded, text.Length);

    private static LinePrefix Cri(ReadOnlySpan<byte> line) => LinePrefixParser.Parse(line, whole: false, final: true);
}
